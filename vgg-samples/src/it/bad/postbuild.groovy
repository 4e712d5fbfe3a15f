// The one error, word for word: as Maven prints it, then as javac does for whoever has no Maven.
def sources = new File(basedir, 'src/main/java')
def linesOf = { name -> new File(basedir, name).readLines() }

def log = linesOf('build.log').collect { it.replace(sources.path + File.separator, '') }
def begin = log.findIndexOf { it.startsWith('[ERROR] COMPILATION ERROR') }
def end = log.indexOf('[INFO] 1 error')
assert begin >= 0 && end > begin: 'build.log has no list of errors that ends in "1 error"'
def printed = log[begin + 2..end]
assert printed == linesOf('maven.txt')

// Maven says it again at the end of the build; nothing else names a line of the sources.
def places = log.collect { it =~ /^\[\w+\] (\S+\.java):\[(\d+),(\d+)\]/ }.findAll { it.find() }*.group()
assert places == ['[ERROR] Net.java:[12,7]', '[ERROR] Net.java:[12,7]']

def jars = { String... names ->
  names.collect { name ->
    def found = []
    localRepositoryPath.eachFileRecurse { if (it.name ==~ /$name-\d.*\.jar/) found << it.path }
    assert found.size() == 1
    found[0]
  }.join(File.pathSeparator)
}
def command = [
    new File(System.getProperty('java.home'), 'bin/javac').path, '-J-Duser.language=en',
    '-d', new File(basedir, 'target/javac').path,
    '-classpath', jars('vgg-annotations', 'vgg-runtime'),
    '-processorpath', jars('vgg-annotations', 'vgg-processor', 'javapoet'),
    'Catalogue.java', 'Net.java', 'Training.java']
def javac = new ProcessBuilder(command).directory(sources).redirectErrorStream(true).start()
printed = javac.inputStream.readLines()
assert printed == linesOf('javac.txt')
assert javac.waitFor() == 1
