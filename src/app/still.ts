import { takePicture } from '#editor/still.ts';
import { readColours } from '#ui/theme.ts';
import { words } from '#words/en.ts';
import sans from '#ui/fonts/commissioner.woff2?url';
import mono from '#ui/fonts/commit-mono-400.woff2?url';
import monoBold from '#ui/fonts/commit-mono-600.woff2?url';
import italic from '#ui/fonts/newsreader-italic.woff2?url';
import serif from '#ui/fonts/newsreader.woff2?url';

/** Faces travel with the picture: it must look the same where none of them is installed. */
const FACES = [
  ["font-family:'Commissioner';font-weight:400 700", sans],
  ["font-family:'Commit Mono';font-weight:400", mono],
  ["font-family:'Commit Mono';font-weight:600", monoBold],
  ["font-family:'Newsreader';font-weight:400 600", serif],
  ["font-family:'Newsreader';font-weight:400;font-style:italic", italic],
] as const;

/** A picture is at least so wide, so that its caption is one or two lines. */
const WIDTH_MIN = 720;
const CAPTION = { size: 17, line: 25, above: 20, below: 22, side: 24 };
/** Px of the PNG for each of the picture's. */
export const PNG_SCALE = 2;

export interface Still {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** The figure on the page as it stands, above its caption, as an SVG that needs nothing else; null without a figure. */
export async function takeStill(caption: string, momentUs: number): Promise<Still | null> {
  const canvas = document.querySelector('[data-canvas]');
  const picture = canvas === null ? null : takePicture(canvas);
  if (picture === null) return null;
  const { ink, sheet, 'ink-2': faint } = readColours(['ink', 'sheet', 'ink-2'] as const);
  const width = Math.max(WIDTH_MIN, Math.ceil(picture.width));
  const figure = words.caption.figure;
  const at = words.caption.at(words.moment(momentUs));
  const lines = wrapped(`${figure} ${at} ${caption}`, width - 2 * CAPTION.side);
  const top = Math.ceil(picture.height);
  const height = top + CAPTION.above + lines.length * CAPTION.line + CAPTION.below;
  const said = lines.map((line, index) => {
    const y = top + CAPTION.above + (index + 0.7) * CAPTION.line;
    const head = index === 0 ? `${figure} ${at}` : '';
    const lead = head === '' || !line.startsWith(head) ? '' : styledHead(figure, at, faint);
    return `<text x="${CAPTION.side}" y="${y}" fill="${ink}" xml:space="preserve">${lead}${escaped(lead === '' ? line : line.slice(head.length))}</text>`;
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escaped(`${figure} ${at} ${caption}`)}</title>`,
    `<style>${await faces()}</style>`,
    `<rect width="${width}" height="${height}" fill="${sheet}"/>`,
    `<g transform="translate(${(width - picture.width) / 2 - picture.x} ${-picture.y})">${picture.markup}</g>`,
    `<path d="M${CAPTION.side} ${top + 0.5}H${width - CAPTION.side}" stroke="${faint}" stroke-opacity=".35"/>`,
    `<g font-family="Newsreader, serif" font-size="${CAPTION.size}">${said.join('')}</g>`,
    '</svg>',
  ].join('');
  return { svg, width, height };
}

const styledHead = (figure: string, at: string, faint: string): string =>
  `<tspan font-weight="600">${escaped(figure)}</tspan> <tspan font-style="italic" fill="${faint}">${escaped(at)}</tspan>`;

export const svgFile = ({ svg }: Still): Blob => new Blob([svg], { type: 'image/svg+xml' });

export async function pngFile(still: Still): Promise<Blob> {
  const address = URL.createObjectURL(svgFile(still));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = still.width * PNG_SCALE;
    canvas.height = still.height * PNG_SCALE;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob === null) reject(new Error('the picture is too large to be painted'));
        else resolve(blob);
      });
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

function wrapped(text: string, width: number): readonly string[] {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return [text];
  context.font = `${CAPTION.size}px Newsreader, serif`;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && context.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

let facesOnce: Promise<string> | undefined;
const faces = (): Promise<string> =>
  (facesOnce ??= Promise.all(
    FACES.map(
      async ([is, address]) => `@font-face{${is};src:url(${await dataUrl(address)}) format('woff2')}`,
    ),
  ).then((all) => all.join('')));

async function dataUrl(address: string): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:font/woff2;base64,${btoa(binary)}`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (mark) => (mark === '&' ? '&amp;' : mark === '<' ? '&lt;' : '&gt;'));
