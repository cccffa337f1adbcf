@echo off
rem Double-click: makes the program's environment once, then guides. Files may be dropped on it.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
set "PYTHONUTF8=1"
set "HERE=%~dp0"
set "SCRIPTS=%HERE%.venv\Scripts"
rem The config of the office lies beside this file.
pushd "%HERE%"
if exist "%SCRIPTS%\kbo-screen.exe" goto guide
echo กำลังเตรียมโปรแกรมครั้งแรก โปรดรอสักครู่ ...
set "PYTHON=python"
where py >nul 2>nul && set "PYTHON=py -3"
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" || goto no_python
%PYTHON% -m venv "%HERE%.venv" || goto failed
"%SCRIPTS%\python.exe" -m pip install --quiet --disable-pip-version-check "%HERE%." || goto failed
:guide
"%SCRIPTS%\kbo-screen.exe" guide -- %*
if errorlevel 1 pause
popd
exit /b
:no_python
echo ไม่พบ Python 3.11 ขึ้นไป โปรดติดตั้งจาก https://www.python.org/downloads/ แล้วดับเบิลคลิกอีกครั้ง
pause
popd
exit /b 1
:failed
echo เตรียมโปรแกรมไม่สำเร็จ โปรดตรวจอินเทอร์เน็ต ลบโฟลเดอร์ .venv แล้วดับเบิลคลิกอีกครั้ง
pause
popd
exit /b 1
