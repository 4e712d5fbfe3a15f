package io.github.vgg4j.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds networks in every kind of class path element, as build tools lay them out. */
class NetworksTest {

  @TempDir Path temp;
  private Path classes;
  private final List<URLClassLoader> loaders = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws IOException {
    classes = Files.createDirectory(temp.resolve("classes"));
  }

  @AfterEach
  void closeLoaders() throws IOException {
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  @Test
  void findsNetworksInAFolderSortedByName() throws IOException {
    network("shop", "Zebra", "TYPE");
    network("shop", "Ant", "TYPE");

    assertEquals("[Ant, Zebra]", Networks.onClassPath(over(classes)).toString());
  }

  @Test
  void findsANetworkThatOnlyItsPackageMaySee() throws IOException {
    compile(
        "shop",
        "Hidden",
        source("shop", "Hidden", "TYPE").replace("public final class", "final class"));
    register("shop.HiddenNetwork");

    assertEquals("[Hidden]", Networks.onClassPath(over(classes)).toString());
  }

  @Test
  void findsNetworksInAJarWithoutFolderEntries() throws IOException {
    network("shop", "Ant", "TYPE");
    Path jar = jar("ant.jar", new Manifest());

    assertEquals("[Ant]", Networks.onClassPath(over(jar)).toString());
  }

  @Test
  void findsNetworksInAJarThatAManifestNames() throws IOException {
    network("shop", "Ant", "TYPE");
    jar("name with space.jar", new Manifest());
    Path front = front("name%20with%20space.jar gone.jar");

    assertEquals("[Ant]", Networks.onClassPath(over(front)).toString());
  }

  @Test
  void survivesManifestsThatNameEachOtherOrNonsense() throws IOException {
    Path front = front("front.jar http://localhost/x.jar :: urn:x ./");

    assertEquals("[]", Networks.onClassPath(over(front)).toString());
  }

  @Test
  void survivesAClassPathElementThatIsNoJar() throws IOException {
    Path text = Files.writeString(temp.resolve("notes.txt"), "no jar");

    assertEquals("[]", Networks.onClassPath(over(text, temp.resolve("gone.jar"))).toString());
  }

  @Test
  void passesOverARegistrationWhoseClassIsGone() throws IOException {
    network("shop", "Ant", "TYPE");
    register("shop.GoneNetwork");

    assertEquals("[Ant]", Networks.onClassPath(over(classes)).toString());
  }

  @Test
  void passesOverARegisteredClassThatIsNoNetwork() throws IOException {
    register("java.lang.String");
    network("shop", "Old", "KIND");

    assertEquals("[]", Networks.onClassPath(over(classes)).toString());
  }

  @Test
  void saysWhyANetworkCannotBeLoaded() throws IOException {
    compile(
        "shop",
        "Bad",
        """
        package shop;
        public final class BadNetwork {
          public static final Object TYPE = fail();
          static Object fail() { throw new IllegalStateException("two versions of VGG4J"); }
        }
        """);
    register("shop.BadNetwork");

    Throwable thrown =
        assertThrows(IllegalStateException.class, () -> Networks.onClassPath(over(classes)));

    assertEquals(
        "The network shop.BadNetwork cannot be loaded: two versions of VGG4J", thrown.getMessage());
  }

  @Test
  void aNetworkThatCannotBeLoadedKeepsNoOtherFromBeingNamed() throws IOException {
    network("shop", "Ant", "TYPE");
    compile(
        "shop",
        "Bad",
        """
        package shop;
        public final class BadNetwork {
          public static final Object TYPE = fail();
          static Object fail() { throw new IllegalStateException("two versions of VGG4J"); }
        }
        """);
    register("shop.BadNetwork");
    ClassLoader loader = over(classes);

    assertEquals("Ant", Networks.named("Ant", loader).name());
    assertThrows(IllegalStateException.class, () -> Networks.named("Bad", loader));
  }

  @Test
  void aClassOfAnyNameIsFoundByItsNetworksName() throws IOException {
    compile(
        "shop",
        "Ant",
        source("shop", "Ant", "TYPE")
            .replace("public final", "final")
            .replace("AntNetwork", "Insect"));
    register("shop.Insect");

    assertEquals("Ant", Networks.named("Ant", over(classes)).name());
  }

  @Test
  void namesMayBeSimpleQualifiedGeneratedOrInAnotherCase() throws IOException {
    network("shop", "Ant", "TYPE");
    ClassLoader loader = over(classes);

    for (String name : List.of("Ant", "shop.Ant", "shop.AntNetwork", "ant", "SHOP.ANT")) {
      assertEquals("Ant", Networks.named(name, loader).name());
    }
  }

  @Test
  void aTypingErrorIsAnsweredWithTheNearestNameAndAllOthers() throws IOException {
    network("shop", "FashionVggSmall", "TYPE");
    network("shop", "Vgg16", "TYPE");
    ClassLoader loader = over(classes);

    assertEquals(
        "There is no network 'FashonVgSmall'. Did you mean FashionVggSmall?"
            + " There are: FashionVggSmall, Vgg16.",
        refusal("FashonVgSmall", loader));
    assertEquals(
        "There is no network 'Resnet50'. There are: FashionVggSmall, Vgg16.",
        refusal("Resnet50", loader));
    assertTrue(refusal("", loader).startsWith("There is no network ''."));
  }

  @Test
  void anEmptyClassPathIsAnsweredWithWhatToDo() {
    assertTrue(refusal("Vgg16", over(classes)).contains("Annotate an interface with @VggArch"));
  }

  @Test
  void oneNameInTwoPackagesMustBeSaidInFull() throws IOException {
    network("shop", "Ant", "TYPE");
    network("zoo", "Ant", "TYPE");
    ClassLoader loader = over(classes);

    assertEquals(
        "There is more than one network 'Ant'. Say which: shop.Ant, zoo.Ant.",
        refusal("Ant", loader));
    assertEquals("Ant", Networks.named("zoo.Ant", loader).name());
  }

  @Test
  void capitalsCountWhereTheyTellNetworksApart() throws IOException {
    network("shop", "Ant", "TYPE");
    network("zoo", "ANT", "TYPE");

    assertEquals("ANT", Networks.named("ANT", over(classes)).name());
  }

  private static String refusal(String name, ClassLoader loader) {
    return assertThrows(IllegalArgumentException.class, () -> Networks.named(name, loader))
        .getMessage();
  }

  private void network(String pack, String name, String field) throws IOException {
    compile(pack, name, source(pack, name, field));
    register(pack + "." + name + "Network");
  }

  private static String source(String pack, String name, String field) {
    return """
    package %1$s;
    import io.github.vgg4j.arch.Architecture;
    import io.github.vgg4j.network.*;
    import java.util.List;
    public final class %2$sNetwork extends Network {
      public static final NetworkType<%2$sNetwork> %3$s = NetworkType.of(
          "%2$s",
          Architecture.builder().input(1, 4, 4).block(1, 2).hidden().classes(2).plan(),
          List.of(),
          %2$sNetwork::new);
      private %2$sNetwork(Parameters parameters) { super(%3$s, parameters); }
    }
    """
        .formatted(pack, name, field);
  }

  private void compile(String pack, String name, String source) throws IOException {
    Path file = Files.createDirectories(temp.resolve("src/" + pack)).resolve(name + "Network.java");
    Files.writeString(file, source);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                file.toString());
    assertEquals(0, code);
  }

  private void register(String className) throws IOException {
    Path folder = Files.createDirectories(classes.resolve("META-INF/vgg4j/networks"));
    Files.writeString(folder.resolve(className), className + "\n");
  }

  private Path jar(String name, Manifest manifest) throws IOException {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Path jar = temp.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
        out.write(Files.readAllBytes(path));
      }
    }
    return jar;
  }

  /** A jar that holds nothing but names others, as Surefire and many launchers make it. */
  private Path front(String classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    Path kept = classes;
    classes = Files.createDirectory(temp.resolve("empty"));
    Path front = jar("front.jar", manifest);
    classes = kept;
    return front;
  }

  private ClassLoader over(Path... elements) {
    URL[] urls = new URL[elements.length];
    for (int i = 0; i < elements.length; i++) {
      urls[i] = url(elements[i]);
    }
    URLClassLoader loader = new URLClassLoader(urls, Networks.class.getClassLoader());
    loaders.add(loader);
    return loader;
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
