// Three networks came of the first build. What it made is kept, for the next builds to be compared with.
import static groovy.io.FileType.FILES

context.outputs = {
  def found = new TreeMap()
  ['target/classes', 'target/generated-sources'].each { folder ->
    new File(basedir, folder).eachFileRecurse(FILES) {
      found[basedir.toPath().relativize(it.toPath()).join('/')] = [it.lastModified(), it.bytes.digest('SHA-256')]
    }
  }
  found
}
context.first = context.outputs.call()

def classes = context.first.keySet().findAll { it.endsWith('Network.class') } as List
assert classes == [
    'target/classes/shop/EditedNetwork.class',
    'target/classes/shop/RemovedNetwork.class',
    'target/classes/shop/UntouchedNetwork.class']
