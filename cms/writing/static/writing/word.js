// What a paste keeps of a text written elsewhere: headings, lists, links, tables, bold, italic. Nothing of its looks.
(() => {
  const DROPPED = [
    "head,style,script,template,noscript,title,meta,link,img,svg,math,object,embed,iframe,canvas,video,audio",
    "button,input,select,textarea,del",
    "[hidden],[style*='display:none'],[style*='display: none'],[style*='mso-hide'],[style*='mso-element:comment']",
  ].join();
  const HEADINGS = "h1,h2,h3,h4,h5,h6";
  const BLOCKS = `address,article,aside,blockquote,body,center,dd,details,div,dl,dt,figcaption,figure,footer,form,header,main,nav,
    p,pre,section,summary,${HEADINGS},ul,ol,li,table,br,hr`;
  const LISTS = "ul,ol";
  const MARK = "[style*='mso-list:Ignore'],[style*='mso-list: Ignore']";
  const SAFE = /^(https?:\/\/|mailto:|tel:)/i;
  const PLAIN = { href: "", bold: false, italic: false };

  // A no-break space that stands alone is French; several are how Word moves text about.
  const fold = (text) => text.replace(/[ \t\r\n\f]+/g, " ").replace(/[ \u00a0]{2,}/g, " ");
  const textOf = (element) => fold(element.textContent).trim();

  // The look of an element is read for two things alone, and tells more than its tag: Google Docs puts all in a <b>.
  const inside = (element, around) => {
    const { fontWeight, fontStyle } = element.style || {};
    const own = element.tagName === "A" ? (element.getAttribute("href") || "").trim() : "";
    return {
      href: SAFE.test(own) ? own : around.href,
      bold: fontWeight ? /^bold/.test(fontWeight) || Number(fontWeight) >= 600 : around.bold || element.matches("b,strong"),
      italic: fontStyle ? fontStyle !== "normal" : around.italic || element.matches("i,em"),
    };
  };

  const alike = (one, other) => one.href === other.href && one.bold === other.bold && one.italic === other.italic;

  // The text of a node with its links and its bold, spaces folded across them: [{ text, href, bold, italic }].
  const gather = (node, look, found) => {
    if (node.nodeType === Node.TEXT_NODE) found.push({ ...look, text: node.data });
    else if (node.nodeType === Node.ELEMENT_NODE && node.tagName === "BR") found.push({ ...PLAIN, text: " " });
    else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(`${LISTS},table`)) {
      const own = inside(node, look);
      if (node.matches(BLOCKS)) found.push({ ...PLAIN, text: " " });
      node.childNodes.forEach((child) => gather(child, own, found));
    }
    return found;
  };
  const tidy = (pieces) => {
    const kept = [];
    for (const piece of pieces) {
      const last = kept[kept.length - 1];
      const folded = fold(piece.text);
      const text = !last || /[ \u00a0]$/.test(last.text) ? folded.replace(/^[ \u00a0]+/, "") : folded;
      if (text && last && (alike(last, piece) || text === " ")) last.text += text;
      else if (text) kept.push({ ...piece, text });
    }
    const last = kept[kept.length - 1];
    if (last) last.text = last.text.trimEnd();
    return kept.filter(({ text }) => text);
  };
  const unstyled = (pieces) => pieces.map(({ text, href }) => ({ ...PLAIN, text, href }));

  // A list of Word is a row of paragraphs, « mso-list:l0 level2 lfo1 », whose bullet is written in the text.
  const level = (element) => {
    const [, depth] = /mso-list\s*:[^;]*\blevel(\d)/i.exec(element.getAttribute("style") || "") || [];
    return depth ? Number(depth) : Number(/^MsoListParagraph/.test(element.className) && Boolean(element.querySelector(MARK)));
  };
  const bullet = (element) => {
    const mark = element.querySelector(MARK);
    const text = mark ? textOf(mark) : "";
    if (mark) mark.remove();
    return /^\(?(\d{1,3}|[ivxlcdm]{1,5}|[a-z])[.)\u00b0-]+$/i.test(text) ? "ol" : "ul";
  };

  // The cells of a table as a rectangle: a cell over several columns or rows leaves its neighbours empty.
  const grid = (table) => {
    const rows = [...table.rows].map(() => []);
    [...table.rows].forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (rows[y][x] !== undefined) x += 1;
        for (let down = 0; down < Math.min(cell.rowSpan || 1, rows.length - y); down += 1) {
          for (let right = 0; right < Math.min(cell.colSpan, 100); right += 1) rows[y + down][x + right] = "";
        }
        rows[y][x] = textOf(cell);
      }
    });
    const filled = rows.filter((row) => row.some(Boolean));
    const width = Math.max(0, ...filled.map((row) => row.length));
    return filled.map((row) => Array.from({ length: width }, (_, x) => row[x] || ""));
  };

  // A document as lines { type, depth, runs } and tables { table: [[text]] }, in their order.
  const read = (html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    body.querySelectorAll(DROPPED).forEach((element) => element.remove());
    const shift = body.querySelector("h1,.MsoTitle") ? 1 : 0;
    const lines = [];
    const add = (type, pieces, depth = 0) => {
      const runs = tidy(pieces);
      if (runs.length) lines.push({ type, depth, runs: /^h/.test(type) ? unstyled(runs) : runs });
    };
    const heading = (element) => {
      const rank = element.matches(HEADINGS) ? Number(element.tagName[1]) + shift : 2;
      add(rank <= 2 ? "h2" : "h3", gather(element, PLAIN, []));
    };
    const list = (element, depth) => {
      for (const item of element.children) {
        if (item.matches(LISTS)) list(item, depth + 1);
        else {
          add(element.tagName.toLowerCase(), gather(item, PLAIN, []), depth);
          [...item.querySelectorAll(`${LISTS},table`)]
            .filter((below) => below.parentElement.closest(`${LISTS},table`) === element)
            .forEach((below) => (below.matches("table") ? table(below, PLAIN) : list(below, depth + 1)));
        }
      }
    };
    // One row or one column, or tables in a table, are a frame around a text.
    const table = (element, look) => {
      const cells = grid(element);
      if (cells.length > 1 && cells[0].length > 1 && !element.querySelector("table")) lines.push({ table: cells });
      else [...element.rows].forEach((row) => [...row.cells].forEach((cell) => walk(cell, look)));
    };
    const block = (element, look) => {
      if (element.matches(HEADINGS) || /^MsoTitle/.test(element.className)) heading(element);
      else if (element.matches(LISTS)) list(element, 0);
      else if (element.matches("table")) table(element, look);
      else if (level(element)) {
        const depth = level(element) - 1;
        add(bullet(element), gather(element, look, []), depth);
      } else walk(element, look);
    };
    const walk = (parent, around) => {
      const look = inside(parent, around);
      let loose = [];
      const flush = () => {
        add("p", loose);
        loose = [];
      };
      for (const node of parent.childNodes) {
        if (node.nodeType === Node.ELEMENT_NODE && (node.matches(BLOCKS) || node.querySelector(BLOCKS))) {
          flush();
          block(node, look);
        } else gather(node, look, loose);
      }
      flush();
    };
    walk(body, PLAIN);
    return lines;
  };

  const DRAFT = { h2: "header-two", h3: "header-three", ul: "unordered-list-item", ol: "ordered-list-item", p: "unstyled" };

  // The same lines, without tables, as Draft.js keeps them.
  const draft = (lines) => {
    const entityMap = {};
    const blocks = lines.map(({ type, depth, runs }, rank) => {
      const inlineStyleRanges = [];
      const entityRanges = [];
      let offset = 0;
      for (const { text, href, bold, italic } of runs) {
        const { length } = text;
        if (bold) inlineStyleRanges.push({ offset, length, style: "BOLD" });
        if (italic) inlineStyleRanges.push({ offset, length, style: "ITALIC" });
        if (href) {
          const key = Object.keys(entityMap).length;
          entityMap[key] = { type: "LINK", mutability: "MUTABLE", data: { url: href } };
          entityRanges.push({ offset, length, key });
        }
        offset += length;
      }
      const text = runs.map((run) => run.text).join("");
      return { key: `pasted${rank}`, text, type: DRAFT[type], depth, inlineStyleRanges, entityRanges, data: {} };
    });
    return { blocks, entityMap };
  };

  window.beffroiWord = { read, draft };
})();
