export default function Unit() {
  return null;
}
