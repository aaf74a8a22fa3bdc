import './tokens.css';
import './base.css';
import { useState, type CSSProperties, type ReactElement, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Button, IconButton, Kbd } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Icon, Lamp, Mark } from './icon.tsx';
import { ContextMenu, Menu, type MenuEntry } from './menu.tsx';
import { NumberField } from './number-field.tsx';
import { Popover } from './popover.tsx';
import { Segmented } from './segmented.tsx';
import { Select } from './select.tsx';
import { Slider } from './slider.tsx';
import { Switch } from './switch.tsx';
import { Tabs } from './tabs.tsx';
import { TextArea, TextField } from './text-field.tsx';
import { setTheme, type Theme } from './theme.ts';
import { toast, ToastProvider } from './toast.tsx';
import { TooltipProvider } from './tooltip.tsx';

const row: CSSProperties = { display: 'flex', alignItems: 'center', gap: 12, flexWrap: 'wrap' };
const Row = ({ name, children }: { name: string; children: ReactNode }): ReactElement => (
  <div style={{ display: 'grid', gridTemplateColumns: '140px 1fr', alignItems: 'center', padding: '10px 0' }}>
    <b>{name}</b>
    <div style={row}>{children}</div>
  </div>
);

/** Every control once, in its states. Opened by hand; `?theme=` turns it. */
function Plate(): ReactElement {
  const [speed, setSpeed] = useState(100);
  const [share, setShare] = useState(30);
  const [count, setCount] = useState<number | null>(4);
  const [bad, setBad] = useState<number | null>(-5);
  const [words, setWords] = useState('');
  const [code, setCode] = useState('old.credit >= event.total');
  const [kind, setKind] = useState<'roundRobin' | 'leastBusy' | 'hash'>('roundRobin');
  const [tab, setTab] = useState<'config' | 'state' | 'data'>('state');
  const [view, setView] = useState<'order' | 'time'>('order');
  const [on, setOn] = useState(true);
  const [open, setOpen] = useState(false);
  const [sheet, setSheet] = useState(false);
  const entries: MenuEntry[] = [
    {
      id: 'copy',
      label: 'Duplicate',
      icon: 'copy',
      shortcut: 'Ctrl D',
      onSelect: () => toast('Duplicated.'),
    },
    { id: 'grid', label: 'Keep to the grid', checked: on, onSelect: () => setOn(!on) },
    'separator',
    { id: 'off', label: 'Not now', disabled: true, onSelect: () => undefined },
  ];
  return (
    <main style={{ padding: '24px 44px', maxWidth: 1100, background: 'var(--paper)', minHeight: '100%' }}>
      <header style={{ ...row, font: '500 20px/1 var(--serif)', marginBottom: 12 }}>
        <Mark /> Halfopen <i style={{ fontWeight: 400 }}>Plate 2. The controls.</i>
      </header>
      <Row name="Buttons">
        <Button look="solid" icon="present">
          Present
        </Button>
        <Button icon="share">Share</Button>
        <Button look="quiet" icon="compare">
          Compare
        </Button>
        <Button size="small">Hold open</Button>
        <Button disabled>Close</Button>
        <Button pressed>Hold</Button>
        <Button look="solid" size="large">
          Break it
        </Button>
      </Row>
      <Row name="Icon buttons">
        <IconButton label="Undo" icon="undo" shortcut="Ctrl Z" />
        <IconButton label="Redo" icon="redo" disabled />
        <IconButton label="Play" icon="play" size="large" />
        <IconButton label="Close" icon="close" size="small" />
        <IconButton label="Filter" icon="filter" pressed />
        <Kbd>Ctrl K</Kbd> <Lamp verdict="ok" /> <Lamp verdict="no" /> <Lamp verdict="half" />
      </Row>
      <Row name="Sliders">
        <div style={{ width: 200 }}>
          <Slider
            label="Loss"
            value={share}
            min={0}
            max={100}
            onChange={setShare}
            ticks={[0, 25, 50, 75, 100]}
          />
        </div>
        {share} %
        <div style={{ width: 200 }}>
          <Slider
            label="Speed"
            logarithmic
            value={speed}
            min={1}
            max={10_000}
            ticks={[1, 10, 100, 1000, 10_000]}
            onChange={setSpeed}
            say={(ms) => `1 second shows ${ms} milliseconds`}
          />
        </div>
        1 s shows {speed} ms
      </Row>
      <Row name="Fields">
        <div style={{ width: 140 }}>
          <NumberField label="Slots" value={count} onChange={setCount} min={1} max={1000} unit="each" />
        </div>
        <div style={{ width: 140 }}>
          <NumberField
            label="Queue"
            value={bad}
            onChange={setBad}
            min={0}
            max={100_000}
            unit="places"
            problem={(bad ?? 0) < 0}
          />
        </div>
        <div style={{ width: 160 }}>
          <Select
            label="Balance"
            mono
            value={kind}
            onChange={setKind}
            options={[
              { value: 'roundRobin', label: 'roundRobin', about: 'In turn.' },
              { value: 'leastBusy', label: 'leastBusy', about: 'Who has least to do.' },
              { value: 'hash', label: 'hash' },
            ]}
          />
        </div>
        <div style={{ width: 220 }}>
          <TextField
            label="Search"
            value={words}
            onChange={setWords}
            placeholder="Search 61 scenarios"
            leading={<Icon name="search" size={14} />}
            trailing={<Kbd>/</Kbd>}
          />
        </div>
        <div style={{ width: 260 }}>
          <TextArea label="Only if" mono value={code} onChange={setCode} rows={2} />
        </div>
      </Row>
      <Row name="Switches">
        <Segmented
          label="Axis"
          value={view}
          onChange={setView}
          options={[
            { value: 'order', label: 'by order' },
            { value: 'time', label: 'by time' },
          ]}
        />
        <Switch label="Keep to the grid" checked={on} onChange={setOn} />
        <Switch label="Off" checked={false} onChange={() => undefined} disabled />
      </Row>
      <Row name="Popups">
        <Menu trigger={<Button look="quiet">Menu</Button>} entries={entries} />
        <ContextMenu entries={entries}>
          <span style={{ padding: 6, border: '1px dashed var(--rule-strong)' }}>Secondary click here</span>
        </ContextMenu>
        <Popover trigger={<Button>Popover</Button>} title="Break this link">
          Cut, slow, lose, double.
        </Popover>
        <Button onClick={() => setOpen(true)}>Dialog</Button>
        <Button onClick={() => setSheet(true)}>Sheet</Button>
        <Button onClick={() => toast('Saved as a copy.', { label: 'Undo', onSelect: () => undefined })}>
          Toast
        </Button>
      </Row>
      <Tabs
        label="Orders"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: 'config', label: 'Config' },
          { id: 'state', label: 'State', attention: 'one problem' },
          { id: 'data', label: 'Data' },
        ]}
        trailing={<IconButton label="Close panel" icon="chevronDown" size="small" />}
      >
        <p style={{ padding: 12 }}>What {tab} shows.</p>
      </Tabs>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Share this run"
        description="The link holds everything."
      >
        <TextField label="Link" value="halfopen.example/#…" onChange={() => undefined} mono />
      </Dialog>
      <Dialog open={sheet} onOpenChange={setSheet} title="Break Customers" placement="sheet">
        <Button look="solid" size="large">
          Crash it
        </Button>
      </Dialog>
    </main>
  );
}

const theme = new URLSearchParams(location.search).get('theme');
if (theme !== null) setTheme(theme as Theme);
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <TooltipProvider>
      <ToastProvider>
        <Plate />
      </ToastProvider>
    </TooltipProvider>,
  );
