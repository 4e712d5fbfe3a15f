package io.github.vgg4j.network;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the networks on the class path: every class that the annotation processor generated
 * registers itself.
 */
public final class Networks {

  /** What the annotation processor appends to a network's name. */
  private static final String SUFFIX = "Network";

  private Networks() {}

  /** A generated class that is there, and the type that it declares. */
  private record Found(String className, NetworkType<?> type) {

    /** The annotated interface's name with its package. */
    String qualifiedName() {
      return className.substring(0, className.lastIndexOf('.') + 1) + type.name();
    }

    boolean answersTo(String name) {
      return name.equals(type.name()) || name.equals(qualifiedName()) || name.equals(className);
    }

    boolean almostAnswersTo(String name) {
      return name.equalsIgnoreCase(type.name()) || name.equalsIgnoreCase(qualifiedName());
    }
  }

  /**
   * Every network on the class path, by name.
   *
   * @throws IllegalStateException if a generated class cannot be initialised; the message names it
   *     and says why
   * @throws java.io.UncheckedIOException if a class path element cannot be read
   */
  public static List<NetworkType<?>> onClassPath() {
    return onClassPath(loader());
  }

  /** As {@link #onClassPath()}, seen from a class loader. */
  static List<NetworkType<?>> onClassPath(ClassLoader loader) {
    return find(NetworkIndex.of(loader), loader).stream().<NetworkType<?>>map(Found::type).toList();
  }

  /**
   * A network by the name of its annotated interface, with or without its package; upper and lower
   * case count only where they tell networks apart.
   *
   * @throws IllegalArgumentException if there is none, or more than one; the message names the
   *     nearest and all others
   * @throws IllegalStateException as {@link #onClassPath()}; a class that cannot be meant is not
   *     even loaded
   */
  public static NetworkType<?> named(String name) {
    return named(name, loader());
  }

  static NetworkType<?> named(String name, ClassLoader loader) {
    Collection<String> registered = NetworkIndex.of(loader);
    // A class takes milliseconds to initialise, so only those that can be meant, if there are any.
    List<Found> matches =
        matches(name, find(registered.stream().filter(c -> mayMean(name, c)).toList(), loader));
    List<Found> all = matches.isEmpty() ? find(registered, loader) : matches;
    matches = matches.isEmpty() ? matches(name, all) : matches;
    if (matches.size() == 1) {
      return matches.get(0).type();
    }
    throw new IllegalArgumentException(
        matches.isEmpty() ? unknown(name, all) : ambiguous(name, matches));
  }

  /** Those that are called just so; where there are none, those that differ in case. */
  private static List<Found> matches(String name, List<Found> networks) {
    List<Found> exact = networks.stream().filter(found -> found.answersTo(name)).toList();
    return exact.isEmpty()
        ? networks.stream().filter(found -> found.almostAnswersTo(name)).toList()
        : exact;
  }

  /** By its name alone: {@code Outer.Net} is generated as {@code Outer_NetNetwork}. */
  private static boolean mayMean(String name, String className) {
    String network =
        className.endsWith(SUFFIX)
            ? className.substring(0, className.length() - SUFFIX.length())
            : className;
    return className.equals(name) || underscored(network).endsWith(underscored(name));
  }

  private static String underscored(String name) {
    return ("." + name).replace('.', '_').toLowerCase(Locale.ROOT);
  }

  private static String unknown(String name, List<Found> all) {
    if (all.isEmpty()) {
      return "There is no network '"
          + name
          + "', nor any other on the class path. Annotate an interface with @VggArch, and compile"
          + " with vgg-processor among the annotation processors.";
    }
    String known = all.stream().map(found -> found.type().name()).collect(Collectors.joining(", "));
    String nearest = nearest(name, all).map(near -> " Did you mean " + near + "?").orElse("");
    return "There is no network '" + name + "'." + nearest + " There are: " + known + ".";
  }

  private static String ambiguous(String name, List<Found> matches) {
    return "There is more than one network '"
        + name
        + "'. Say which: "
        + matches.stream().map(Found::qualifiedName).collect(Collectors.joining(", "))
        + ".";
  }

  private static Optional<String> nearest(String name, List<Found> all) {
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return all.stream()
        .map(found -> found.type().name())
        .filter(known -> editDistance(simple, known) <= Math.max(2, known.length() / 3))
        .min(Comparator.comparingInt(known -> editDistance(simple, known)));
  }

  /**
   * Insertions, deletions and replacements between two names, whatever their case (Wagner and
   * Fischer, "The string-to-string correction problem", 1974; one row of the table at a time).
   */
  private static int editDistance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }

  private static List<Found> find(Collection<String> classNames, ClassLoader loader) {
    List<Found> networks = new ArrayList<>();
    for (String className : classNames) {
      load(className, loader).ifPresent(type -> networks.add(new Found(className, type)));
    }
    networks.sort(Networks::compare);
    return networks;
  }

  private static int compare(Found a, Found b) {
    int byName = a.type().name().compareTo(b.type().name());
    return byName != 0 ? byName : a.className().compareTo(b.className());
  }

  /** The type that a generated class declares; empty if the class has gone since it registered. */
  private static Optional<NetworkType<?>> load(String className, ClassLoader loader) {
    try {
      Field field = Class.forName(className, true, loader).getDeclaredField("TYPE");
      field.setAccessible(true); // the class is as visible as its interface, perhaps not public
      return Optional.of((NetworkType<?>) field.get(null));
    } catch (ClassNotFoundException | NoSuchFieldException | ClassCastException e) {
      log()
          .log(
              System.Logger.Level.WARNING,
              () ->
                  "Passed over the network "
                      + className
                      + ", which is registered but is no generated class: "
                      + e
                      + ". Build the module that holds it from clean.");
      return Optional.empty();
    } catch (LinkageError e) {
      Throwable cause =
          e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
      throw new IllegalStateException(
          "The network " + className + " cannot be loaded: " + describe(cause), e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The network " + className + " cannot be read: " + e, e);
    }
  }

  private static String describe(Throwable cause) {
    String message = cause.getMessage();
    return message == null || cause instanceof LinkageError ? cause.toString() : message;
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : Networks.class.getClassLoader();
  }

  /** Made when there is something to say: finding out where logs go takes 20 ms of a start. */
  private static System.Logger log() {
    return System.getLogger(Networks.class.getName());
  }
}
