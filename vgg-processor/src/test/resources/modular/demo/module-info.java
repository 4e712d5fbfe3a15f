module demo {
  requires java.desktop;
}
