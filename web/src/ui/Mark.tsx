/** An egret standing in still water, in one stroke: bill, neck, back, tail, belly, leg. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M3.2 8.2 10.2 5.6C12 3.8 15.2 4.6 15.1 7.4 15 10.6 10 11.6 10.1 16.2 10.2 20.4 14 22.2 18.2 21.4 22 20.7 25 18.6 28.8 20.4 25.6 15.8 20.6 13.4 16.8 15.4 14.8 16.5 15 19 16.6 20.4L17.8 29.8" />
    </svg>
  );
}
