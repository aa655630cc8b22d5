@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Runs the command line; builds it on first use. Delete target\learned.classpath to build again after a change.
rem LEARNED_OPTS goes to the JVM.
setlocal
set "HOME_DIR=%~dp0"
set "LIST=%HOME_DIR%target\learned.classpath"
if not exist "%LIST%" (
    echo learned: building, this takes a minute 1>&2
    pushd "%HOME_DIR%"
    call mvnw.cmd -q -B -ntp -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true package 1>&2
    if errorlevel 1 (
        popd
        exit /b 1
    )
    popd
)
set "JAVA_EXE=java"
if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
rem The list of jars is longer than a line may be: it goes through a file of arguments, in which a backslash is doubled.
set "ARGS=%HOME_DIR%target\learned.args"
powershell -NoProfile -Command "$cp = '%HOME_DIR%target\classes;' + (Get-Content -Raw '%LIST%').Trim(); Set-Content -Encoding Default '%ARGS%' ('-cp \"' + $cp.Replace('\', '\\') + '\"')"
"%JAVA_EXE%" --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -Djdk.console=java.base -Dslf4j.internal.verbosity=ERROR %LEARNED_OPTS% "@%ARGS%" io.github.imageiolearned.cli.Learned %*
exit /b %errorlevel%
