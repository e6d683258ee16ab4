package org.opensearch.plugins;

import java.util.List;

/** Stands in for the module plugin-classloader, which is not published in this release: no plugin of the tests extends another one. */
public final class ExtendedPluginsClassLoader extends ClassLoader {
  private ExtendedPluginsClassLoader(ClassLoader parent) {
    super(parent);
  }

  /** @param extended the loaders of the plugins that are extended: none */
  public static ExtendedPluginsClassLoader create(ClassLoader parent, List<ClassLoader> extended) {
    return new ExtendedPluginsClassLoader(parent);
  }
}
