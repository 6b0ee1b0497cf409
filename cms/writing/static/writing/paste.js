// A paste into a rich text goes through word.js. Its tables become table blocks below, where the page has any.
(() => {
  const OWN = /data-draftjs-conductor-fragment|data-editor=|data-offset-key=/;
  const FRAGMENT = "data-draftjs-conductor-fragment";
  const UNREADABLE = 30_000_000; // characters: pictures in the text weigh most of it, and are left out
  const WORDS = JSON.parse(document.currentScript.dataset.words);
  const [COLUMNS, ROWS, CELL] = [WORDS.columns, WORDS.rows, WORDS.cell].map(Number);
  const { read, draft } = window.beffroiWord;

  const tell = (editor, text) => {
    const wrapper = editor.closest(".Draftail-Editor__wrapper") || editor;
    wrapper.parentElement.querySelectorAll(":scope > .pasted").forEach((former) => former.remove());
    if (!text) return;
    const told = Object.assign(document.createElement("p"), { className: "pasted", textContent: text });
    told.setAttribute("role", "alert");
    wrapper.after(told);
  };

  // The stream whose text block this editor is, with the rank of that block, where the stream takes tables too.
  const place = (editor) => {
    for (let element = editor.parentElement; element; element = element.parentElement) {
      const stream = element.rootBlock;
      if (stream && stream.children && stream.blockDef && stream.blockDef.childBlockDefsByName) {
        const rank = stream.children.findIndex((child) => child.element && child.element.contains(editor));
        const both = stream.blockDef.childBlockDefsByName.table && rank >= 0 && stream.children[rank].type === "text";
        return both ? { stream, rank } : null;
      }
    }
    return null;
  };

  const fits = ({ table }) => table[0].length <= COLUMNS && table.length - 1 <= ROWS && table.flat().every((cell) => cell.length <= CELL);

  const flat = ({ table }) => table.map((cells) => ({
    type: "p",
    depth: 0,
    runs: [{ text: cells.filter(Boolean).join(" \u2013 "), href: "", bold: false, italic: false }],
  }));

  // Cut at the tables: [[line…], { table }, [line…]…], the first of them lines, perhaps none.
  const cut = (lines, asTable) => lines.reduce((parts, line) => {
    const last = parts[parts.length - 1];
    if (line.table && asTable && fits(line)) parts.push(line);
    else if (Array.isArray(last)) last.push(...(line.table ? flat(line) : [line]));
    else parts.push(line.table ? flat(line) : [line]);
    return parts;
  }, [[]]);

  const added = (part, stream) => {
    if (Array.isArray(part)) return { type: "text", value: JSON.stringify(draft(part)) };
    const [headings, ...rows] = part.table;
    const columns = headings.map((heading) => ({ type: "text", heading }));
    const initial = stream.blockDef.initialChildStates.table;
    return { type: "table", value: { ...initial, table: { columns, rows: rows.map((values) => ({ values })), caption: "" } } };
  };

  // A heading or a list stays one beside what is already written: Draft.js joins the ends of a paste to their neighbours.
  const apart = (lines) => {
    const empty = { type: "p", depth: 0, runs: [] };
    const range = document.getSelection().rangeCount ? document.getSelection().getRangeAt(0) : null;
    const box = range && range.startContainer.parentElement && range.startContainer.parentElement.closest("[data-block]");
    if (!box || !lines.length) return lines;
    const before = range.cloneRange();
    before.setStart(box, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const after = range.cloneRange();
    const end = range.endContainer.parentElement && range.endContainer.parentElement.closest("[data-block]");
    after.setEnd(end || box, (end || box).childNodes.length);
    after.setStart(range.endContainer, range.endOffset);
    const first = lines[0].type !== "p" && before.toString().trim() ? [empty] : [];
    const last = lines[lines.length - 1].type !== "p" && after.toString().trim() ? [empty] : [];
    return [...first, ...lines, ...last];
  };

  const put = (target, lines) => {
    const holder = document.createElement("div");
    holder.setAttribute(FRAGMENT, JSON.stringify(draft(apart(lines))));
    const data = new DataTransfer();
    data.setData("text/html", holder.outerHTML);
    data.setData("text/plain", lines.map(({ runs }) => runs.map((run) => run.text).join("")).join("\n"));
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  };

  const length = (lines) => lines.reduce((sum, line) => sum + (line.table ? line.table.flat() : line.runs.map((run) => run.text))
    .reduce((weight, text) => weight + text.length, 0), 0);

  const paste = (editor, target, lines) => {
    const where = lines.some((line) => line.table) ? place(editor) : null;
    const [here, ...below] = cut(lines, Boolean(where));
    if (here.length) put(target, here);
    below.forEach((part, rank) => where.stream.insert(added(part, where.stream), where.rank + 1 + rank, { animate: true }));
    const kept = below.filter((part) => part.table).length;
    if (kept < lines.filter((line) => line.table).length) tell(editor, WORDS.flat);
    else tell(editor, kept ? WORDS.tables : "");
  };

  document.addEventListener("paste", (event) => {
    const editor = event.target instanceof Element && event.target.closest(".Draftail-Editor");
    if (!editor || !event.clipboardData) return;
    const html = event.clipboardData.getData("text/html");
    if (OWN.test(html)) return; // from an editor of ours, or from below
    const stop = () => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const lines = html && html.length <= UNREADABLE ? read(html) : [];
    const plain = event.clipboardData.getData("text/plain").length;
    if (html.length > UNREADABLE || (html ? length(lines) : plain) > Number(WORDS.longest)) {
      stop();
      tell(editor, WORDS.heavy);
    } else if (lines.length) {
      stop();
      paste(editor, event.target, lines);
    } else tell(editor, "");
  }, true);
})();
