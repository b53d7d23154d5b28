// Counts as bars, for a glance: many side by side are one path, whatever their number, a part of a whole is a line.

interface BarsProps {
  counts: readonly number[];
  /** The first and the last of those that are marked. */
  range?: readonly [number, number] | undefined;
}

const height = 16;

export function Bars({ counts, range }: BarsProps) {
  const most = Math.max(1, ...counts);
  const gap = counts.length > 20 ? 0.08 : 0.18;
  // What is there is seen, however little.
  const path = counts.map((count, at) => {
    const size = count === 0 ? 0 : Math.max(1, (height * count) / most);
    return size === 0 ? "" : `M${at + gap / 2} ${height}v${-size}h${1 - gap}v${size}z`;
  });
  return (
    <svg viewBox={`0 0 ${counts.length} ${height}`} preserveAspectRatio="none" focusable="false" aria-hidden="true">
      {range && <rect x={range[0]} y="0" width={range[1] - range[0] + 1} height={height} />}
      <path d={path.join("")} />
    </svg>
  );
}

interface ShareProps {
  part: number;
  whole: number;
  className?: string;
}

/** How much of something there is; numbers beside it say it in words. */
export function Share({ part, whole, className }: ShareProps) {
  return (
    <span className={className ? `share ${className}` : "share"} aria-hidden="true">
      <span style={{ width: whole > 0 ? `${(100 * part) / whole}%` : 0 }} />
    </span>
  );
}
