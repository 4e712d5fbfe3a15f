package io.github.vgg4j.cli.nets;

/** Which row of a test image is lit. */
public enum Lamp {
  ROW_0,
  ROW_1,
  ROW_2,
  ROW_3,
  ROW_4,
  ROW_5,
  ROW_6,
  ROW_7,
  ROW_8,
  ROW_9
}
