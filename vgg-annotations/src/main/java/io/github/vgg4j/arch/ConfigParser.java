package io.github.vgg4j.arch;

import io.github.vgg4j.Pool;
import io.github.vgg4j.arch.ConfigNotation.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the compact notation token by token. A wrong token is told, then read as what it most
 * likely means, so that one slip does not make others.
 */
final class ConfigParser {
  private static final Pattern TOKEN = Pattern.compile("[^\\s,]+");
  private static final Pattern CONVOLUTION = Pattern.compile("(\\d{1,10})(?:/(\\d{1,10}))?");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern GLUED = Pattern.compile("(\\d{1,10})([MAL])");
  static final String ANY = "channels, M, A or L";

  private final String text;
  private final List<BlockSpec> blocks = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<ArchProblem> problems = new ArrayList<>();

  /** Kernels of the block that is being read; empty between blocks. */
  private final List<Integer> kernels = new ArrayList<>();

  private int out;
  private boolean localResponseNorm;
  private Span block = new Span(0, 0);
  private Span token = new Span(0, 0);
  private int number;

  ConfigParser(String text) {
    this.text = text;
  }

  ConfigNotation parse() {
    Matcher tokens = TOKEN.matcher(text);
    while (tokens.find()) {
      number++;
      token = new Span(tokens.start(), tokens.end());
      read(tokens.group());
    }
    if (number == 0) {
      problems.add(new ArchProblem.NoBlocks(Where.network("config")));
    }
    close(Pool.NONE);
    return new ConfigNotation(text, blocks, spans, problems);
  }

  private void read(String word) {
    Matcher convolution = CONVOLUTION.matcher(word);
    if (convolution.matches()) {
      readConvolution(word, convolution);
      return;
    }
    switch (word) {
      case "M" -> readPool(word, Pool.MAX);
      case "A" -> readPool(word, Pool.AVERAGE);
      case "L" -> readLocalResponseNorm(word);
      default -> wrong(word, ANY, likely(word));
    }
  }

  private void readConvolution(String word, Matcher convolution) {
    long channels = Long.parseLong(convolution.group(1));
    String kernel = convolution.group(2) == null ? "3" : convolution.group(2);
    if (channels < 1 || channels > Integer.MAX_VALUE) {
      wrong(word, "channels from 1 to " + Integer.MAX_VALUE, "64");
    } else if (!kernel.equals("3") && !kernel.equals("1")) {
      wrong(word, "a kernel of 3 or 1", channels + "/3");
    } else {
      convolve((int) channels, Integer.parseInt(kernel));
    }
  }

  private void convolve(int channels, int kernel) {
    if (channels != out) {
      close(Pool.NONE);
    }
    block = new Span(kernels.isEmpty() ? token.start() : block.start(), token.end());
    out = channels;
    kernels.add(kernel);
  }

  private void readPool(String word, Pool pool) {
    if (kernels.isEmpty()) {
      wrong(word, "channels before a pool", "");
    } else {
      block = new Span(block.start(), token.end());
      close(pool);
    }
  }

  private void readLocalResponseNorm(String word) {
    if (kernels.size() != 1 || localResponseNorm) {
      wrong(word, "L only after the first convolution of a block", "");
    } else {
      localResponseNorm = true;
    }
  }

  private void close(Pool pool) {
    if (kernels.isEmpty()) {
      return;
    }
    boolean alike = kernels.stream().distinct().count() == 1;
    int[] sides =
        (alike ? kernels.subList(0, 1) : kernels).stream().mapToInt(Integer::intValue).toArray();
    BlockSpec read = BlockSpec.of(kernels.size(), out).kernel(sides).pool(pool);
    blocks.add(localResponseNorm ? read.withLocalResponseNorm() : read);
    spans.add(block);
    kernels.clear();
    localResponseNorm = false;
    out = 0;
  }

  private void wrong(String word, String expected, String replacement) {
    problems.add(
        new DeclarationProblem.ConfigToken(text, number, token, word, expected, replacement));
    if (!replacement.isEmpty()) {
      for (String meant : replacement.split(" ", 0)) {
        read(meant);
      }
    }
  }

  /** What a word that is no token most likely means. */
  private String likely(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    Matcher glued = GLUED.matcher(upper);
    if (glued.matches() && sensible(glued.group(1)) && !glued.group(2).equals("L")) {
      return glued.group(1) + " " + glued.group(2);
    }
    OptionalInt channels =
        NUMBER
            .matcher(word)
            .results()
            .map(MatchResult::group)
            .filter(ConfigParser::sensible)
            .mapToInt(Integer::parseInt)
            .max(); // conv3-64, as in the paper, and 64x3 mean 64 channels
    if (channels.isPresent()) {
      return Integer.toString(channels.getAsInt());
    }
    if (kernels.isEmpty()) {
      return "64";
    }
    if (upper.startsWith("A")) {
      return "A";
    }
    boolean normed = localResponseNorm || kernels.size() > 1;
    return upper.startsWith("L") && !normed ? "L" : "M";
  }

  private static boolean sensible(String digits) {
    return digits.length() <= 4 && digits.matches("[1-9]\\d*");
  }
}
