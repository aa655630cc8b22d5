// SPDX-License-Identifier: Apache-2.0
/** Pictures learned from data, as ImageIO plug-ins: {@code kmq}, {@code pcq} and {@code nnz}. */
module io.github.imageiolearned {
    requires transitive java.desktop;
    requires org.apache.commons.compress;
}
