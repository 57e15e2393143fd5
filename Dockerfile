# Baraza with its built app. The first stage needs the network; what runs is the second one.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY . .
# The app, by the same scripts and locks as in a clone.
RUN python scripts/environment.py && .venv/bin/python -m scripts.build_app
# The server as a wheel that carries the app, beside exactly the packages that the lock names.
RUN python -m venv /opt/baraza \
 && /opt/baraza/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
 && /opt/baraza/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && cd / && /opt/baraza/bin/python -c "from app import static; static.pack()"

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin baraza \
 && install -d -o baraza -g baraza -m 700 /data
COPY --from=build /opt/baraza /opt/baraza
ENV PATH=/opt/baraza/bin:$PATH PYTHONUNBUFFERED=1 BARAZA_DATA=/data
USER baraza
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
  "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/api/health', timeout=4)"]
CMD ["sh", "-c", "baraza migrate && exec baraza serve --host 0.0.0.0 --port 8000"]
