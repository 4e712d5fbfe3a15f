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
  void everyGroupHasItsShapeAndParameters() throws Exception {
    List<String> texts = texts(parsed("Small <net>"));
    assertTrue(
        texts.containsAll(
            List.of(
                "Small <net>",
                "input",
                "1 x 64 x 32",
                "block 1",
                "1 conv, pool",
                "8 x 32 x 16",
                "80 parameters",
                "block 2",
                "2 conv, pool",
                "16 x 16 x 8",
                "3,488 parameters",
                "head",
                "2 dense",
                "206 k parameters")),
        texts.toString());
  }

  @Test
  void boxesKeepTheProportionsOfTheirMaps() throws Exception {
    NodeList polygons = parsed("Small").getElementsByTagName("polygon");
    // Front, top and side of input, conv, pool, conv, conv, pool; then two bars.
    assertEquals(20, polygons.getLength());
    assertEquals(190, height(polygons, 0), 0.1);
    assertEquals(190, height(polygons, 3), 0.1);
    assertEquals(95, height(polygons, 6), 0.1);
    assertEquals(47.5, height(polygons, 15), 0.1);
    assertEquals(190, height(polygons, 18), 0.1);
    assertEquals(19, height(polygons, 19), 0.1);
  }

  @Test
  void largeCountsAreShortened() {
    assertEquals("138.4 M", PlanDrawing.count(138_357_544));
    assertEquals("15.5 G", PlanDrawing.count(15_470_264_320L));
    assertEquals("9,999", PlanDrawing.count(9_999));
  }

  private static Document parsed(String name) throws Exception {
    String svg = PlanDrawing.svg(name, PLAN);
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
