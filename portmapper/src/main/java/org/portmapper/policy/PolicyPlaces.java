package org.portmapper.policy;

import java.nio.file.Path;

/**
 * Where a host has its policy; neither place has to exist.
 *
 * @param file a file
 * @param dropIns a folder of files that end with ".toml"
 */
public record PolicyPlaces(Path file, Path dropIns) implements PolicySource {}
