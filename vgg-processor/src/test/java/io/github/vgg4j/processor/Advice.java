package io.github.vgg4j.processor;

import io.github.vgg4j.processor.Compiler.Message;
import io.github.vgg4j.processor.SourceText.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a printed message tells the user to do: knows the phrases, and does to the source what they
 * say, at the place that the message marks. Nothing but the message's text is read.
 */
final class Advice {
  private static final Pattern FIX = Pattern.compile("(?<=\\.) (?=[A-Z])");
  private static final Pattern OR = Pattern.compile(",? or (?!less)|, (?=\\w+ = [^()]*$)");
  private static final Pattern CHANGE = Pattern.compile("-> (\\w+ = .*?) (?:needs|gives) ");
  private static final Set<String> OF_HEAD = Set.of("hidden", "classes", "dropout");
  private static final Set<String> OF_BUDGET =
      Set.of("parameters", "macs", "trainingMemory", "inferenceMemory", "batch");
  private static final String FAIL = " { throw new UnsupportedOperationException(); }";

  /** What to do about a phrase. */
  private record Rule(Pattern phrase, Function<MatchResult, SourceText> edit) {}

  private final List<Rule> rules =
      List.of(
          rule("leave it out", said -> leaveOut()),
          rule("leave out (?:the )?(\\w+).*", said -> source().without(around(), said.group(1))),
          rule("(?:write|did you mean) \"(.*)\"", said -> write(said.group(1))),
          rule("add at least 1, such as (.*)", said -> set("value", "{" + said.group(1) + "}")),
          rule("add (\\d+) more", said -> addConstants(Integer.parseInt(said.group(1)))),
          rule("add (@Tap.*)", said -> replace(said.group(1) + " " + marked())),
          rule("(?:raise|lower) the input to (?:at least )?(.*)", said -> input(said.group(1))),
          rule("list (\\d+)", said -> replace(kernels(Integer.parseInt(said.group(1))))),
          rule("remove it", said -> inConfig() ? write("") : replace("")),
          rule("remove blocks? (\\d+).*", said -> keepBlocks(Integer.parseInt(said.group(1)) - 1)),
          rule("remove its type parameters", said -> all("(interface \\w+)<\\w+>", "$1")),
          rule(
              "remove sealed and permits",
              said -> all("sealed (interface \\w+) permits [\\w.]+", "$1")),
          rule("make it default", said -> replace("default " + marked().replace(";", FAIL))),
          rule("implement it by a default method", said -> implement()),
          rule(
              "make (\\w+) at least package-private",
              said -> all("private (\\w+ " + said.group(1) + "\\b)", "$1")),
          rule(
              "declare it as (interface \\w+) \\{}",
              said -> all("\\)\n(?:class|enum|record) \\w+(?:\\(\\))?", ")\n" + said.group(1))),
          rule(
              "declare (@Tap\\(\"\\w+\"\\) )?(\\w+ \\w+\\(Images images\\))",
              said -> declare(said.group(1), said.group(2))),
          rule("rename it", said -> rename("renamed")),
          rule("rename it to (\\w+)", said -> rename(said.group(1))),
          rule("(?:use )?(\\w+ = .*)", said -> setAll(said.group(1).split(" with | and "))),
          rule("use (\\S+?)(?: or less)?", said -> value(said.group(1))));

  private final SourceText source;
  private final Span place;
  private final String text;
  private final String headline;

  /**
   * Reads a message.
   *
   * @param place what it marks in the source
   */
  Advice(Message message, SourceText source, Span place) {
    this.source = source;
    this.place = place;
    this.text = message.text().substring(message.text().indexOf("[Vgg/"));
    this.headline = text.lines().findFirst().orElseThrow();
  }

  private static Rule rule(String phrase, Function<MatchResult, SourceText> edit) {
    return new Rule(Pattern.compile(phrase), edit);
  }

  /** The ways out that the message proposes, word for word. */
  List<String> alternatives() {
    String[] sentences = FIX.split(headline, 2);
    if (sentences.length < 2) {
      throw new IllegalStateException("No fix in: " + headline);
    }
    if (sentences[1].equals("What fits stands below.")) {
      return CHANGE.matcher(text).results().map(change -> change.group(1)).toList();
    }
    return Arrays.stream(OR.split(sentences[1].replaceAll("(, say)?[.?]$", "")))
        .map(phrase -> phrase.substring(0, 1).toLowerCase(Locale.ROOT) + phrase.substring(1))
        .toList();
  }

  /** The source as the user has it after following one of the alternatives. */
  SourceText follow(String phrase) {
    for (Rule rule : rules) {
      Matcher said = rule.phrase().matcher(phrase);
      if (said.matches()) {
        return rule.edit().apply(said.toMatchResult());
      }
    }
    throw new IllegalStateException("Nobody can do this: " + phrase);
  }

  private SourceText source() {
    return source;
  }

  private String marked() {
    return source.part(place);
  }

  private SourceText replace(String by) {
    return source.replace(place, by);
  }

  private SourceText all(String regex, String by) {
    return new SourceText(source.text().replaceAll(regex, by));
  }

  /** The annotation that is marked, or in which the marked value stands. */
  private Span around() {
    return source.annotationAround(place.start());
  }

  private SourceText setAll(String... assignments) {
    SourceText changed = source;
    for (String assignment : assignments) {
      String[] sides = assignment.replace(" or less", "").split(" = ", 2);
      changed = inConfig() && sides[0].equals("out") ? channels(sides[1]) : set(changed, sides);
    }
    return changed;
  }

  private SourceText set(String member, String value) {
    return set(source, member, value);
  }

  /** Sets a member of the annotation that has it. */
  private SourceText set(SourceText in, String... assignment) {
    String member = assignment[0];
    String value = assignment[1];
    Span arch = in.annotation("VggArch");
    Span around = in.annotationAround(place.start());
    boolean block = in.nameOf(around).equals("Block");
    if (OF_HEAD.contains(member) || (member.equals("pool") && !block)) {
      SourceText with = in.with(arch, "head", "Head", member, value);
      return member.equals("classes") ? withoutLabels(with) : with;
    }
    if (OF_BUDGET.contains(member)) {
      return in.with(arch, "budget", "Budget", member, value);
    }
    return in.with(block && !member.equals("widthDivisor") ? around : arch, member, value);
  }

  private static SourceText withoutLabels(SourceText source) {
    Span head = source.annotation("Head");
    return source.member(head, "labels").isPresent() ? source.without(head, "labels") : source;
  }

  private boolean inConfig() {
    return marked().startsWith("\"") && text.contains("^");
  }

  private String config() {
    return marked().replace("\"", "");
  }

  /** What the carets mark in the config, which stands in the line above them. */
  private Span pointedAt() {
    List<String> lines = text.lines().toList();
    int below = 1;
    while (!lines.get(below).matches(" +\\^+")) {
      below++;
    }
    String above = lines.get(below - 1);
    int indent = above.length() - above.stripLeading().length();
    String carets = lines.get(below);
    return new Span(carets.indexOf('^') - indent, carets.length() - indent);
  }

  private SourceText channels(String channels) {
    Span block = pointedAt();
    String old = config().substring(block.start(), block.end());
    return pointed(old.replaceAll("(?<![/\\d])\\d+", channels));
  }

  /** The config with something else where the carets stand. */
  private SourceText pointed(String by) {
    Span span = pointedAt();
    String config = config();
    return replace(
        "\"" + config.substring(0, span.start()) + by + config.substring(span.end()) + "\"");
  }

  private SourceText write(String word) {
    return headline.contains("] Token ") ? pointed(word) : replace("\"" + word + "\"");
  }

  /** A value for the marked place; of a list, for the element that the message complains of. */
  private SourceText value(String value) {
    List<Span> elements = marked().startsWith("{") ? source.items(place) : List.<Span>of();
    Matcher layer = Pattern.compile("hidden layer (\\d+)").matcher(headline);
    Matcher wrong = Pattern.compile("but is (-?\\d+)\\.").matcher(headline);
    if (layer.find() && !elements.isEmpty()) {
      return source.replace(elements.get(Integer.parseInt(layer.group(1)) - 1), value);
    }
    if (wrong.find()) {
      for (Span element : elements) {
        if (source.part(element).equals(wrong.group(1))) {
          return source.replace(element, value);
        }
      }
    }
    return replace(value);
  }

  private static String kernels(int count) {
    return DraftNetwork.list(count, "3");
  }

  /** Sides as {@code 3x224x224} or {@code 64x64}. */
  private SourceText input(String written) {
    String[] sides = written.split("x", 3);
    String[] members = {"channels", "height", "width"};
    SourceText changed = source;
    for (int side = 0; side < sides.length; side++) {
      String member = members[members.length - sides.length + side];
      changed = changed.with(changed.annotation("VggArch"), "input", "Input", member, sides[side]);
    }
    return changed;
  }

  private SourceText leaveOut() {
    List<Span> items = source.items(around());
    return source.without(
        items, items.stream().filter(item -> item.contains(place.start())).findFirst().get());
  }

  private SourceText addConstants(int count) {
    StringBuilder constants = new StringBuilder();
    for (int constant = 0; constant < count; constant++) {
      constants.append(" MORE").append(constant).append(',');
    }
    return all("(enum \\w+Labels \\{)", "$1" + constants);
  }

  private SourceText keepBlocks(int count) {
    if (inConfig()) {
      return replace("\"" + config().substring(0, pointedAt().start()) + "\"");
    }
    Span blocks = source.member(source.annotation("VggArch"), "value").orElseThrow();
    Span last = source.items(blocks).get(count - 1);
    return source.replace(new Span(last.end(), blocks.end() - 1), "");
  }

  private SourceText implement() {
    Matcher method = Pattern.compile("cannot implement (.*) of \\w+\\.").matcher(headline);
    if (!method.find()) {
      throw new IllegalStateException("No method in: " + headline);
    }
    return all("(\ninterface [\\w ]+\\{)", "$1 default " + method.group(1) + FAIL);
  }

  private SourceText declare(String tap, String method) {
    String network = source.text().replaceAll("(?s).*\\((\\w+Network) net\\).*", "$1");
    Span old = around();
    Span whole = new Span(old.start(), source.text().indexOf(';', old.start()));
    return source.replace(
        whole,
        (tap == null ? source.part(old) + " " : tap)
            + method.replaceAll("(Images|Block\\d+)(?= )", network + ".$1"));
  }

  private SourceText rename(String name) {
    return replace(marked().replaceFirst("\\w+(?=\\()", name));
  }
}
