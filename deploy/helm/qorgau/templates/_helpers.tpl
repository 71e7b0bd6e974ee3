{{- define "qorgau.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end -}}
{{- end }}

{{- define "qorgau.labels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .process }}
{{- end }}

{{/* The processes of the release, as JSON: the three services, or the single one. */}}
{{- define "qorgau.processes" -}}
{{- if .Values.kafka.url }}{{ list "ingest" "aggregator" "api" | toJson }}{{ else }}{{ list "single" | toJson }}{{ end -}}
{{- end }}

{{/* The Secrets that a process gets: name of the Secret, key in it, setting that names the file. */}}
{{- define "qorgau.secrets" -}}
{{- $is := eq .process "single" -}}
{{- $found := list (dict "folder" "access" "name" .root.Values.secrets.tokens "key" "tokens.json" "setting" "QORGAU_TOKENS_FILE") -}}
{{- if or $is (eq .process "ingest") }}
{{- $found = append $found (dict "folder" "door" "name" .root.Values.secrets.pseudonymKey "key" "pseudonym.key" "setting" "QORGAU_PSEUDONYM_KEY_FILE") -}}
{{- end }}
{{- if not $is }}
{{- $found = append $found (dict "folder" "kafka" "name" .root.Values.secrets.kafkaPassword "key" "password" "setting" "QORGAU_KAFKA_PASSWORD_FILE") -}}
{{- end }}
{{- if ne .process "ingest" }}
{{- $found = append $found (dict "folder" "store" "name" .root.Values.secrets.storePassword "key" "password" "setting" "QORGAU_STORE_PASSWORD_FILE") -}}
{{- end }}
{{- if or $is (eq .process "api") }}
{{- $found = append $found (dict "folder" "signing" "name" .root.Values.secrets.signingKey "key" "signing.key" "setting" "QORGAU_SIGNING_KEY_FILE") -}}
{{- end }}
{{- $named := list -}}
{{- range $found }}{{ if .name }}{{ $named = append $named . }}{{ end }}{{ end -}}
{{- $named | toJson -}}
{{- end }}

{{/* The settings of a process, as JSON: those of the chart, of every process, of this one; the later outrank the earlier. */}}
{{- define "qorgau.settings" -}}
{{- $values := .root.Values -}}
{{- $set := dict "QORGAU_LISTEN" "0.0.0.0" "QORGAU_PORT" "8080" "QORGAU_DATA" "/var/lib/qorgau" -}}
{{- if ne .process "single" }}
{{- $_ := set $set "QORGAU_LOG" $values.kafka.url -}}
{{- if $values.kafka.user }}{{ $_ := set $set "QORGAU_KAFKA_USER" $values.kafka.user }}{{ end -}}
{{- if $values.kafka.tls }}{{ $_ := set $set "QORGAU_KAFKA_TLS" "yes" }}{{ end -}}
{{- end }}
{{- if ne .process "ingest" }}
{{- $_ := set $set "QORGAU_STORE" (required "store.url is the address of ClickHouse: the image holds no engine of its own" $values.store.url) -}}
{{- end }}
{{- range (include "qorgau.secrets" . | fromJsonArray) }}
{{- $_ := set $set .setting (printf "/run/secrets/%s/%s" .folder .key) -}}
{{- end }}
{{- mergeOverwrite $set (deepCopy $values.settings) (deepCopy (index $values .process).settings) | toJson -}}
{{- end }}
