package io.github.vgg4j.cli.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class PlanDrawingTest {

  private static final NetworkPlan PLAN =
      Architecture.builder()
          .input(1, 64, 32)
          .block(1, 8)
          .block(2, 16)
          .hidden(100)
          .classes(10)
          .plan();

  @Test
  void everyGroupHasItsShapeParametersAndMemory() throws Exception {
    List<String> texts = texts(parsed(PlanDrawing.svg("Small <net>", PLAN, 4)));
    assertTrue(
        texts.containsAll(
            List.of(
                "Small <net>",
                "input",
                "1 \u00d7 64 \u00d7 32",
                "block 1",
                "1 conv, pool",
                "8 \u00d7 32 \u00d7 16",
                "80",
                "block 2",
                "2 conv, pool",
                "16 \u00d7 16 \u00d7 8",
                "3,488",
                "head",
                "2 dense",
                "206 k")),
        texts.toString());
  }

  @Test
  void boxesKeepTheProportionsOfTheirMaps() throws Exception {
    NodeList polygons = parsed(PlanDrawing.svg("Small", PLAN, 4)).getElementsByTagName("polygon");
    // Front, top and side of input, conv, pool, conv, conv, pool; then two bars.
    assertEquals(20, polygons.getLength());
    assertEquals(170, height(polygons, 0), 0.1);
    assertEquals(170, height(polygons, 3), 0.1);
    assertEquals(85, height(polygons, 6), 0.1);
    assertEquals(42.5, height(polygons, 15), 0.1);
    assertEquals(170, height(polygons, 18), 0.1);
    assertEquals(17, height(polygons, 19), 0.1);
  }

  @Test
  void memoryIsThatOfTheBatch() throws Exception {
    List<String> atFour = texts(parsed(PlanDrawing.svg("Small", PLAN, 4)));
    List<String> atFourHundred = texts(parsed(PlanDrawing.svg("Small", PLAN, 400)));

    assertTrue(
        atFour.containsAll(List.of("32 KiB", "403 KiB", "343 KiB", "4 MiB")), atFour::toString);
    assertTrue(
        atFour.contains(
            "Memory: training with Adam at batch 4 on the nd4j engine; 4 MiB more serve all layers in"
                + " turn: gradients of outputs, scratch."),
        atFour::toString);
    assertTrue(
        atFourHundred.containsAll(List.of("32 MiB", "29 MiB", "4 MiB")), atFourHundred::toString);
  }

  @Test
  void noLineRunsOutOfThePicture() throws Exception {
    NetworkPlan tiny = Architecture.builder().input(1, 4, 4).block(1, 2).hidden().classes(2).plan();
    Document document = parsed(PlanDrawing.svg("Tiny", tiny, 1_000_000));
    double width = Double.parseDouble(document.getDocumentElement().getAttribute("width"));

    NodeList nodes = document.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      Element text = (Element) nodes.item(i);
      double letter = 0.6 * Double.parseDouble(text.getAttribute("font-size"));
      double length = letter * text.getTextContent().length();
      double start =
          Double.parseDouble(text.getAttribute("x"))
              - (text.getAttribute("text-anchor").equals("middle") ? length / 2 : 0);
      assertTrue(start >= 0 && start + length <= width, text.getTextContent());
    }
  }

  @Test
  void largeCountsAreShortened() {
    assertEquals("138.4 M", PlanDrawing.count(138_357_544));
    assertEquals("15.5 G", PlanDrawing.count(15_470_264_320L));
    assertEquals("9,999", PlanDrawing.count(9_999));
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document document) {
    NodeList nodes = document.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static double height(NodeList polygons, int index) {
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    String points = polygons.item(index).getAttributes().getNamedItem("points").getNodeValue();
    for (String point : points.split(" ", -1)) {
      double y = Double.parseDouble(point.substring(point.indexOf(',') + 1));
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    return bottom - top;
  }
}
