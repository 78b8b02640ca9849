import { currentLocale } from "@/ui/i18n";

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** `1.2 MB`, in the language's own units: thousands, as disks and Finder count. */
export function size(bytes: number, language: string = currentLocale()): string {
  let step = 0;
  let value = bytes;
  // 999.95 kB would be written as 1,000.
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: units[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step > 0 && value < 100 ? 1 : 0,
  }).format(value);
}
