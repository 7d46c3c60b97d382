"""What the proxy sends over the socket, by hand: asks for a page or fills a form in. browser.py USER GROUP PATH [FIELD=VALUE...]; prints the answer's
status and body. A test of the unit, not of a proxy: Tests/WebServiceTests drive nginx and Chromium."""
import re
import socket
import sys

SOCKET = "/run/cqwatch/web.sock"


def ask(user, group, line, more="", body=""):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(60)
        connection.connect(SOCKET)
        connection.sendall(f"{line} HTTP/1.1\r\nHost: x\r\nX-Remote-User: {user}\r\nX-Remote-Roles: {group}\r\n{more}\r\n{body}".encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer.decode()


user, group, path, *filled = sys.argv[1:]
answer = ask(user, group, f"GET {path}")
if filled:
    hidden = "&".join(f"{name}={value}" for name, value in re.findall(r'name="(act|alert|run|seen|seal)" value="([^"]*)"', answer))
    cookie = re.search(r"set-cookie: ([^;]*)", answer)[1]
    body = "&".join([hidden, *filled])
    answer = ask(user, group, "POST /act", f"Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n", body)
print(answer.split()[1], answer)
