// The name of the page with its sign.
export function Brand() {
  return (
    <h1 className="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="7" className="brand__ground" />
        <path d="M8 9h16M8 16h9M8 23h5" className="brand__lines" />
        <circle cx="22.5" cy="21" r="3.5" className="brand__ring" />
      </svg>
      <span>premap</span>
    </h1>
  );
}
