import type { ReactElement } from 'react';

/**
 * The two patterns the figure refers to by id (#fig-hatch, #fig-dots). Render it once per document; an SVG that
 * is exported on its own needs its own copy.
 */
export function FigureDefs(): ReactElement {
  return (
    <svg className="fig" width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true">
      <defs>
        <FigurePatterns />
      </defs>
    </svg>
  );
}

function FigurePatterns(): ReactElement {
  return (
    <>
      <pattern id="fig-dots" width="20" height="20" patternUnits="userSpaceOnUse">
        <circle className="dot" cx="10" cy="10" r="0.9" />
      </pattern>
      <pattern
        id="fig-hatch"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path className="hatch" d="M0 0v6" />
      </pattern>
    </>
  );
}
