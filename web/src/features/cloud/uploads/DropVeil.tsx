import { IconCloudUpload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { bringsFiles } from "../dragging";
import classes from "./uploads.module.css";

interface Props {
  /** Where files dropped anywhere go; null: nowhere. */
  name: string | null;
  onFiles: (transfer: DataTransfer) => void;
}

/** Files over the page: where they would go. Dropped where nothing takes them, they must not replace the page either. */
export function DropVeil({ name, onFiles }: Props) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const latest = useRef({ name, onFiles });
  latest.current = { name, onFiles };
  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!bringsFiles(event.dataTransfer)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!bringsFiles(event.dataTransfer)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const end = () => {
      depth = 0;
      setOver(false);
    };
    const allow = (event: DragEvent) => {
      if (!event.dataTransfer || !bringsFiles(event.dataTransfer) || event.defaultPrevented) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = latest.current.name === null ? "none" : "copy";
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !bringsFiles(event.dataTransfer) || event.defaultPrevented) return;
      event.preventDefault();
      if (latest.current.name !== null) latest.current.onFiles(event.dataTransfer);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", allow);
    window.addEventListener("drop", drop);
    // A folder that takes them keeps the event to itself.
    window.addEventListener("drop", end, true);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", allow);
      window.removeEventListener("drop", drop);
      window.removeEventListener("drop", end, true);
    };
  }, []);
  if (!over || name === null) return null;
  return (
    <div className={classes.veil} data-testid="drop-veil">
      <div>
        <IconCloudUpload size={24} stroke={1.5} aria-hidden />
        {t("cloud.dropTo", { name })}
      </div>
    </div>
  );
}
