export default function Year() {
  return null;
}
