package io.github.vgg4j.cuda;

/** A program that prints whether the engine can run, and in which formats. */
final class CudaEngineAvailability {

  private CudaEngineAvailability() {}

  public static void main(String[] args) {
    CudaEngine engine = new CudaEngine();
    System.out.println(engine.availability());
    System.out.println(engine.precisions());
    System.out.println("free " + engine.availableBytes());
  }
}
