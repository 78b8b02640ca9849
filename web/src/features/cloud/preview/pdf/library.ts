import * as pdfjs from "pdfjs-dist";
import worker from "pdfjs-dist/build/pdf.worker.min.mjs?worker&url";

pdfjs.GlobalWorkerOptions.workerSrc = worker;

// What the library reads when a document needs it: Chinese code tables, fonts that are not embedded, decoders.
// vite.config.ts puts them there.
const AT = `${window.location.origin}/pdfjs/`;

export const openPdf = (url: string) =>
  pdfjs.getDocument({
    url,
    cMapUrl: `${AT}cmaps/`,
    standardFontDataUrl: `${AT}standard_fonts/`,
    wasmUrl: `${AT}wasm/`,
    // Our content policy compiles no code at run time; the decoders have a plain form too.
    useWasm: false,
    enableXfa: false,
    // The first page is there after its own bytes; a book of a gigabyte is never fetched whole.
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: 128 * 1024,
  });

export const { PasswordException, PasswordResponses, RenderingCancelledException, ResponseException, TextLayer } =
  pdfjs;
export type Pdf = pdfjs.PDFDocumentProxy;
export type Loading = pdfjs.PDFDocumentLoadingTask;
