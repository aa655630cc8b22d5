// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Data flows one way: imageio, pixels, a codec, entropy, format. */
class PackageOrderTest {
    private static final String BASE = "io.github.imageiolearned.";

    private static JavaClasses ours;

    @BeforeAll
    static void load() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.github.imageiolearned");
    }

    @Test
    void importsFollowTheDesign() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("cli")
                .definedBy(BASE + "cli..")
                .layer("imageio")
                .definedBy(BASE + "imageio..")
                .layer("quality")
                .definedBy(BASE + "quality..")
                .layer("kmq")
                .definedBy(BASE + "kmq..")
                .layer("pcq")
                .definedBy(BASE + "pcq..")
                .layer("nnz")
                .definedBy(BASE + "nnz..")
                .layer("pixels")
                .definedBy(BASE + "pixels..")
                .layer("entropy")
                .definedBy(BASE + "entropy..")
                .layer("format")
                .definedBy(BASE + "format..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("imageio")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("kmq")
                .mayOnlyBeAccessedByLayers("imageio", "cli")
                .whereLayer("pcq")
                .mayOnlyBeAccessedByLayers("imageio", "cli")
                .whereLayer("nnz")
                .mayOnlyBeAccessedByLayers("imageio", "cli")
                .whereLayer("pixels")
                .mayOnlyBeAccessedByLayers("cli", "imageio", "quality", "kmq", "pcq", "nnz")
                .whereLayer("entropy")
                .mayOnlyBeAccessedByLayers("cli", "imageio", "kmq", "pcq", "nnz")
                .whereLayer("format")
                .mayOnlyBeAccessedByLayers("cli", "imageio", "kmq", "pcq", "nnz")
                .whereLayer("quality")
                .mayOnlyBeAccessedByLayers("cli", "imageio")
                .check(ours);
    }

    @Test
    void onlyTheShellKnowsImageIo() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        BASE + "kmq..",
                        BASE + "pcq..",
                        BASE + "nnz..",
                        BASE + "pixels..",
                        BASE + "entropy..",
                        BASE + "format..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javax.imageio..")
                .check(ours);
    }

    @Test
    void onlyTheNeuralCodecKnowsTheEngine() {
        classes()
                .that()
                .resideOutsideOfPackage(BASE + "nnz..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("ai.djl..", "ai.onnxruntime..")
                .check(ours);
    }

    @Test
    void commandLineLibrariesStayInTheCommandLine() {
        classes()
                .that()
                .resideOutsideOfPackage(BASE + "cli..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("picocli..", "me.tongfei..", "com.google.gson..", "org.tukaani..")
                .check(ours);
    }
}
