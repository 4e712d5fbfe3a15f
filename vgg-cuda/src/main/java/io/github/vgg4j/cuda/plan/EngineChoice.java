package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINECFG_ENGINE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINE_BEHAVIOR_NOTE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINE_GLOBAL_INDEX;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINE_NUMERICAL_NOTE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_ENGINE_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BEHAVIOR_NOTE_RUNTIME_COMPILATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_BEHAVIOR_NOTE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_NUMERICAL_NOTE;

import java.util.List;
import java.util.Set;

/**
 * One engine with its knobs set, as the heuristics rank it.
 *
 * @param configuration owned by the search that found it
 * @param engine cuDNN's number; another version of cuDNN may number differently
 */
record EngineChoice(Descriptor configuration, long engine, Set<Note> notes) {

  private static final int MOST_NOTES = 32;

  static EngineChoice of(Descriptor configuration) {
    try (Descriptor engine =
        Descriptor.create(CUDNN_BACKEND_ENGINE_DESCRIPTOR, "the engine of a configuration")) {
      configuration.getInto(CUDNN_ATTR_ENGINECFG_ENGINE, List.of(engine));
      Set<Note> notes =
          Note.of(
              engine.getEnums(
                  CUDNN_ATTR_ENGINE_NUMERICAL_NOTE, CUDNN_TYPE_NUMERICAL_NOTE, MOST_NOTES));
      for (int behaviour :
          engine.getEnums(CUDNN_ATTR_ENGINE_BEHAVIOR_NOTE, CUDNN_TYPE_BEHAVIOR_NOTE, MOST_NOTES)) {
        if (behaviour == CUDNN_BEHAVIOR_NOTE_RUNTIME_COMPILATION) {
          notes.add(Note.RUNTIME_COMPILED);
        }
      }
      return new EngineChoice(
          configuration, engine.getLong(CUDNN_ATTR_ENGINE_GLOBAL_INDEX), Set.copyOf(notes));
    }
  }
}
