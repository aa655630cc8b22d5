// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command around the trainer, with a shell script in Python's place. */
class TrainCommandTest {
    private static final Path TINY = Path.of("src/test/resources/io/github/imageiolearned/nnz/tiny");

    @TempDir
    Path folder;

    private Path data;
    private Path trainer;
    private Path python;

    @BeforeEach
    void makeTrainer() throws IOException {
        data = folder.resolve("data");
        for (int i = 0; i < 3; i++) {
            CommandRun.picture(data.resolve(i + ".png"), 64, 64, i + 1);
        }
        trainer = Files.createDirectories(folder.resolve("training"));
        for (String name : List.of("train.py", "export.py", "requirements.txt")) {
            Files.createFile(trainer.resolve(name));
        }
    }

    /** A script that writes down how it is called, says what it has, and exports a ready model. */
    private void fakePython(String missing) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
        python = folder.resolve("python");
        Files.writeString(
                python,
                """
                #!/bin/sh
                case $1 in
                -c) echo 3.12; echo '%s'; echo cpu ;;
                -m) [ "$2" != venv ] || { mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; } ;;
                *export.py) mkdir -p "$3" && cp '%s'/*.onnx '%s'/model.properties "$3" ;;
                esac
                case $1 in -c) ;; *) echo "$@" >> '%s' ;; esac
                """
                        .formatted(missing, TINY.toAbsolutePath(), TINY.toAbsolutePath(), folder.resolve("calls")));
        assertTrue(python.toFile().setExecutable(true));
    }

    private CommandRun train(Object... more) {
        List<Object> args = new ArrayList<>(
                List.of("train", "--data", data, "--id", "tiny", "--trainer", trainer, "--python", python));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray());
    }

    @Test
    void aDryRunSaysWhatIsNeededAndDoesNothing() throws IOException {
        fakePython("");
        CommandRun run = train("--dry-run", "--start-from", "nothing", "--minutes", "5", "--f32", "--json");
        assertEquals(0, run.code(), run.err());
        JsonObject document = run.json();
        assertEquals(3, document.getAsJsonArray("needs").size());
        String command = document.getAsJsonArray("commands").get(0).getAsString();
        assertTrue(command.contains("--minutes 5 ") && command.endsWith("--f32"), command);
        assertEquals(
                trainer.resolve("runs/tiny/tiny").toString(),
                document.get("model").getAsString());
        assertEquals(
                List.of(),
                CommandRun.files(trainer).stream()
                        .filter(n -> n.startsWith("runs"))
                        .toList());
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        fakePython("torch onnx");
        data = folder.resolve("empty");
        CommandRun run = train();
        assertEquals(1, run.code());
        assertTrue(run.err().contains("3 failures:"), run.err());
        assertTrue(run.err().contains("lacks torch onnx; --install gets them"), run.err());
        assertTrue(run.err().contains("0 pictures in") && run.err().contains("see --start-from"), run.err());
        python = folder.resolve("no-such-python");
        trainer = folder;
        assertTrue(train("--start-from", "nothing").err().contains("has no train.py"));
        assertEquals(2, train("--minutes", "0").code());
        assertEquals(2, CommandRun.of("train", "--data", data, "--id", "../x").code());
        assertEquals(2, CommandRun.of("train", "--data", data).code());
    }

    @Test
    void trainingEndsWithAModelThatCodes() throws IOException {
        fakePython("");
        Path output = folder.resolve("model");
        CommandRun run = train(
                "--start-from",
                TINY,
                "--run",
                folder.resolve("run"),
                "-o",
                output,
                "--workers",
                "3",
                "--batch",
                "4",
                "--licence",
                "CC0",
                "--install");
        assertEquals(0, run.code(), run.err());
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        assertEquals(4, calls.size(), calls.toString());
        assertEquals("-m venv " + trainer.resolve(".venv"), calls.get(0));
        assertEquals("-m pip install -r " + trainer.resolve("requirements.txt"), calls.get(1));
        assertTrue(
                calls.get(2).contains("train.py --data " + data) && calls.get(2).contains("--workers 3 --batch 4"));
        assertTrue(calls.get(2).contains("--start-from " + TINY));
        assertTrue(calls.get(3).contains("--id tiny --licence CC0"), calls.get(3));
        assertTrue(Files.exists(output.resolve("priors.bin")));
        CommandRun.good("models", "--model", output, "--verify", "tiny");
    }
}
