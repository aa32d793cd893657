// Once before the next picture, however often it is asked for: five hundred patches are one look at the page.
//
//   const later = soon(work); later(); later();

export function soon(work) {
  let frame;
  return () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => work());
  };
}
