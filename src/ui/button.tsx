import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react';
import styles from './button.module.css';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';
import { tipAttributes } from './tooltip.tsx';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** solid: the one action of its place; plain: outlined; quiet: no outline until pointed at. */
  look?: 'plain' | 'solid' | 'quiet' | undefined;
  size?: 'small' | 'medium' | 'large' | undefined;
  icon?: IconName | undefined;
  /** A toggle: said to screen readers and drawn as held down. */
  pressed?: boolean | undefined;
}

export function Button({
  look = 'plain',
  size = 'medium',
  icon,
  pressed,
  className,
  children,
  ...rest
}: ButtonProps): ReactElement {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      className={classes(styles['button'], styles[look], styles[size], className)}
      {...rest}
    >
      {icon !== undefined && <Icon name={icon} size={size === 'large' ? 18 : 15} />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  /** Its name for screen readers and in its tooltip. */
  label: string;
  icon?: IconName;
  /** A drawing in place of a named icon. */
  children?: ReactNode;
  /** Shown behind the label, such as "Ctrl Z". */
  shortcut?: string | undefined;
  size?: 'small' | 'medium' | 'large';
  pressed?: boolean | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
}

const ICON_PX = { small: 15, medium: 18, large: 22 };

/** A square button with an icon. Its tooltip says what it does, and the key for it. */
export function IconButton({
  label,
  icon,
  children,
  shortcut,
  size = 'medium',
  pressed,
  side,
  className,
  ...rest
}: IconButtonProps): ReactElement {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      className={classes(styles['square'], styles[`square-${size}`], className)}
      {...tipAttributes({ words: label, shortcut, side })}
      {...rest}
    >
      {icon === undefined ? children : <Icon name={icon} size={ICON_PX[size]} />}
    </button>
  );
}

/** A key to press, drawn as a key cap. */
export function Kbd({ children }: { children: ReactNode }): ReactElement {
  return <kbd className={styles['kbd']}>{children}</kbd>;
}
