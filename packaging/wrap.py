"""Puts a program that is built already into a wheel, as maturin does with `bindings = "bin"`.

    python3 packaging/wrap.py PROGRAM FOLDER

For tests: they should not have to wait until everything is compiled again. A release is built by maturin.
"""

import base64
import hashlib
import pathlib
import re
import sys
import sysconfig
import zipfile

root = pathlib.Path(__file__).resolve().parent.parent
program, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
version = re.search(r'^version = "(.+)"$', (root / "Cargo.toml").read_text(), re.M).group(1)
platform = re.sub(r"[-.]", "_", sysconfig.get_platform())
name = "rolelint.exe" if program.suffix == ".exe" else "rolelint"
info = f"rolelint-{version}.dist-info"
files = {
    f"rolelint-{version}.data/scripts/{name}": program.read_bytes(),
    f"{info}/METADATA": f"Metadata-Version: 2.1\nName: rolelint\nVersion: {version}\nRequires-Python: >=3.8\n".encode(),
    f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: rolelint\nRoot-Is-Purelib: false\nTag: py3-none-{platform}\n".encode(),
}
record = ""
for name, content in files.items():
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    record += f"{name},sha256={digest},{len(content)}\n"
files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
folder.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(folder / f"rolelint-{version}-py3-none-{platform}.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
    for name, content in files.items():
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (0o100755 if "/scripts/" in name else 0o100644) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        wheel.writestr(entry, content)
