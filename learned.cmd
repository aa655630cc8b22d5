@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Runs the command line; builds it on first use. Delete target\learned.built to build again after a change.
rem LEARNED_OPTS goes to the JVM.
rem Delayed expansion, which some switch on for all, would take the exclamation marks out of names.
setlocal EnableExtensions DisableDelayedExpansion
set "HOME_DIR=%~dp0"
if not exist "%HOME_DIR%target\learned.built" (
    echo learned: building, this takes a minute 1>&2
    if exist "%HOME_DIR%target\lib" rmdir /s /q "%HOME_DIR%target\lib"
    pushd "%HOME_DIR%"
    call "%HOME_DIR%mvnw.cmd" -q -B -ntp -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true package 1>&2
    if errorlevel 1 (
        popd
        exit /b 1
    )
    popd
    type nul > "%HOME_DIR%target\learned.built"
)
set "JAVA_EXE=java"
rem Some set it with quotes around it.
if defined JAVA_HOME set "JAVA_HOME=%JAVA_HOME:"=%"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
rem The folder's name ends in a backslash, which would take the meaning of the quote behind it: hence the dot.
"%JAVA_EXE%" --enable-native-access=ALL-UNNAMED "-Dlearned.home=%HOME_DIR%." %LEARNED_OPTS% -cp "%HOME_DIR%target\classes;%HOME_DIR%target\lib\*" io.github.imageiolearned.cli.Learned %*
exit /b %errorlevel%
