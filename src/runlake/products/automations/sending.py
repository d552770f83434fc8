"""Sends one request or one e-mail, within limits of time and size."""

import asyncio
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage

import httpcore

from runlake.products.automations.addresses import GuardedBackend, TargetRefused
from runlake.products.automations.records import Outcome
from runlake.settings import AutomationSettings, MailSettings

_RETRYABLE = frozenset({408, 425, 429})
_CONNECTIONS = 32


class Sender:
    """Knows the network. Redirects are not followed: they would lead past the check of addresses."""

    def __init__(self, settings: AutomationSettings, mail: MailSettings) -> None:
        self._settings = settings
        self._mail = mail
        self._pool: httpcore.AsyncConnectionPool | None = None

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """POST a body. Never raises for what the other side does."""
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                return await self._post(url, headers, body)
        except TimeoutError:
            return _failed(f"no answer within {self._settings.timeout_s:g} s")
        except TargetRefused as error:
            return _failed(str(error), retryable=False)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            return _failed(f"{type(error).__name__}: {error}".rstrip(": "))
        except (httpcore.UnsupportedProtocol, ValueError) as error:
            return _failed(f"the request cannot be sent: {error}", retryable=False)

    async def mail(self, address: str, subject: str, text: str, delivery_key: str) -> Outcome:
        """Send an e-mail through the server's own mail host."""
        if self._mail.host is None:
            return _failed("this server has no mail host: set RUNLAKE_MAIL__HOST", retryable=False)
        try:
            await asyncio.to_thread(self._mail_now, address, subject, text, delivery_key)
        except smtplib.SMTPResponseException as error:
            reason = (
                error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
            )
            return _failed(f"the mail host answered {error.smtp_code}: {reason}", retryable=error.smtp_code < 500)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return _failed(f"the mail host did not take it: {error}")
        return Outcome(ok=True, retryable=False, response="taken by the mail host")

    async def close(self) -> None:
        """Close idle connections. Idempotent."""
        if self._pool is not None:
            await self._pool.aclose()
            self._pool = None

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        sent = [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
        async with self._connections().stream("POST", url, headers=sent, content=body) as answer:
            text = await self._read(answer)
        ok = 200 <= answer.status < 300
        retryable = answer.status in _RETRYABLE or answer.status >= 500
        error = None if ok else _reason(answer.status)
        return Outcome(ok=ok, retryable=retryable, status=answer.status, error=error, response=text)

    async def _read(self, answer: httpcore.Response) -> str:
        """The beginning of an answer; nobody can make the server read an endless one."""
        limit, parts, size_bytes = self._settings.response_bytes, [], 0
        async for chunk in answer.aiter_stream():
            parts.append(chunk[: limit - size_bytes])
            size_bytes += len(chunk)
            if size_bytes >= limit:
                break
        return b"".join(parts).decode(errors="replace")

    def _connections(self) -> httpcore.AsyncConnectionPool:
        if self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=ssl.create_default_context(),
                max_connections=_CONNECTIONS,
                max_keepalive_connections=0,  # a name is resolved and checked for every request
                network_backend=GuardedBackend(allow_private=self._settings.allow_private_targets),
            )
        return self._pool

    def _mail_now(self, address: str, subject: str, text: str, delivery_key: str) -> None:
        settings = self._mail
        message = EmailMessage()
        message["From"], message["To"] = settings.sender, address
        message["Subject"] = " ".join(subject.split()) or "Runlake"
        message["Message-ID"] = f"<{delivery_key}@runlake>"
        message.set_content(text)
        client = smtplib.SMTP_SSL if settings.security == "tls" else smtplib.SMTP
        with client(str(settings.host), settings.port, timeout=self._settings.timeout_s) as connection:
            if settings.security == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if settings.user is not None and settings.password is not None:
                connection.login(settings.user, settings.password.get_secret_value())
            connection.send_message(message)


def _reason(status: int) -> str:
    return f"answered {status}" + (": redirects are not followed" if 300 <= status < 400 else "")


def _failed(error: str, *, retryable: bool = True) -> Outcome:
    return Outcome(ok=False, retryable=retryable, error=error[:2000])
