package io.github.vgg4j.cuda.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a shared library of a kernel's source: the words of CUDA come from {@code host.h}, and one
 * function finds a kernel by its name. Libraries stay under {@code target}, named by a hash of all
 * that went in.
 */
final class HostCompiler {

  private static final Path FOLDER = Path.of("target", "host-kernels");
  private static final Pattern KERNEL =
      Pattern.compile("__launch_bounds__\\([^)]*\\)\\s+(\\w+)\\s*\\(");
  private static final Pattern SHARED =
      Pattern.compile("__shared__ ((?:__align__\\(\\d+\\) )?\\w+ (\\w+)(?:\\[[^\\]]*\\])+);");
  private static final List<String> OPTIONS =
      List.of(
          "-std=c++17",
          "-nostdinc++",
          "-O1",
          "-w",
          "-fPIC",
          "-shared",
          "-ffp-contract=off",
          "-fvisibility=hidden",
          "-U_FORTIFY_SOURCE");

  private final String program;

  private HostCompiler(String program) {
    this.program = program;
  }

  /** The one that CXX names, or g++ where the path has it. */
  static Optional<HostCompiler> found() {
    String named = System.getenv("CXX");
    if (named != null && !named.isEmpty()) {
      return Optional.of(new HostCompiler(named));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "g++"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(path -> new HostCompiler(path.toString()));
  }

  /** The library of a source, compiled where it is not there yet. */
  Path library(KernelSource source) throws IOException, InterruptedException {
    String text = KernelText.of(source.file());
    List<String> options = new ArrayList<>(OPTIONS);
    new TreeMap<>(source.defines())
        .forEach((name, value) -> options.add("-D" + name + "=" + value));
    String main = main(source.file(), text);
    Map<String, String> files = new TreeMap<>(Map.of("main.cpp", main));
    files.put(source.file(), withSharedMemory(text));
    for (String header : KernelText.HEADERS) {
      files.put(header, withSharedMemory(KernelText.of(header)));
    }
    files.put("host.h", KernelText.of("host.h"));
    Path folder = FOLDER.resolve(hash(options + " " + files));
    Path library = folder.resolve(source.file().replace(".cu", ".so")).toAbsolutePath();
    if (!Files.exists(library)) {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
      compile(folder, library, options);
    }
    return library;
  }

  private void compile(Path folder, Path library, List<String> options)
      throws IOException, InterruptedException {
    Path made = Files.createTempFile(folder, "library", ".so");
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(options);
    command.addAll(List.of("-o", made.toString(), folder.resolve("main.cpp").toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " fails:\n" + output);
    }
    Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String main(String file, String text) {
    StringBuilder main = new StringBuilder("#include \"host.h\"\n#include \"" + file + "\"\n");
    main.append(
        "extern \"C\" __attribute__((visibility(\"default\"))) const char* launch_kernel(const char* name, int grid, int block, int count,"
            + " void** arguments, const int* sizes, unsigned long long seed) {\n");
    KERNEL
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .forEach(
            kernel ->
                main.append(
                    String.format(
                        "  if (!strcmp(name, \"%s\")) return host::launch(%s, grid, block, count,"
                            + " arguments, sizes, seed);%n",
                        kernel, kernel)));
    return main.append("  return \"there is no such kernel\";\n}\n").toString();
  }

  /** Shared arrays are static ones that the block in hand is told of. */
  private static String withSharedMemory(String text) {
    return SHARED.matcher(text).replaceAll("static $1; host::shared($2, sizeof $2);");
  }

  private static String hash(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
