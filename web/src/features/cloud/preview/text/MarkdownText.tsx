import { IconPhotoOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import classes from "./text.module.css";

// Addresses of scripts never come through: the library keeps http, https, mailto and relative ones.
const COMPONENTS: Components = {
  a: ({ href, children }) =>
    // Relative addresses mean other files, which have none here.
    href && /^(?:https?|mailto):/i.test(href) ? (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  // A picture from elsewhere would tell its host who reads this, and when.
  img: ({ alt }) => <MissingPicture alt={alt ?? ""} />,
};

export function MarkdownText({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard too
    <div className={classes.scroller} tabIndex={0}>
      <article className={classes.markdown} data-testid="markdown">
        <Markdown skipHtml remarkPlugins={[remarkGfm]} components={COMPONENTS}>
          {text}
        </Markdown>
      </article>
    </div>
  );
}

function MissingPicture({ alt }: { alt: string }) {
  const { t } = useTranslation();
  return (
    <span className={classes.missing}>
      <IconPhotoOff size={18} stroke={1.5} aria-hidden /> {alt || t("preview.pictureElsewhere")}
    </span>
  );
}
