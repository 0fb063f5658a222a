using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Api.Streaming;

/// <summary>A stream as a script reads it: a request, and its lines while they come.</summary>
internal sealed class ScriptStream : IAsyncDisposable
{
    public const string Lines = "application/x-ndjson";
    public const string Events = "text/event-stream";

    // A client of its own, so that leaving cuts the connection.
    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader? _reader;

    private ScriptStream(HttpClient http, HttpResponseMessage response, StreamReader? reader) => (_http, _response, _reader) = (http, response, reader);

    public HttpStatusCode Status => _response.StatusCode;

    public string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>The id of the last server-sent event, as a browser remembers it.</summary>
    public string? LastEventId { get; private set; }

    /// <summary>Number of lines that were comments.</summary>
    public int Comments { get; private set; }

    public static async Task<ScriptStream> OpenAsync(GatewayHost host, string path, string? token, string? accept = null, string? lastEventId = null)
    {
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience.Token).WithTimeout(path);
        return new ScriptStream(http, response, response.IsSuccessStatusCode ? new StreamReader(await response.Content.ReadAsStreamAsync()) : null);
    }

    /// <summary>The code of a refusal.</summary>
    public async Task<string?> CodeAsync() => JsonDocument.Parse(await _response.Content.ReadAsStringAsync(Patience.Token)).RootElement.GetProperty("code").GetString();

    /// <summary>The next object; null at the end of the response.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        while (await _reader!.ReadLineAsync(Patience.Token).AsTask().WithTimeout("the next line") is { } line)
        {
            if (line.StartsWith(':'))
            {
                Comments++;
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                LastEventId = line[4..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal) || line.StartsWith('{'))
            {
                return JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
            }
        }

        return null;
    }

    /// <summary>The next object of a kind; others are passed over.</summary>
    public async Task<JsonElement> NextAsync(string kind)
    {
        while (true)
        {
            var item = await NextAsync() ?? throw new InvalidOperationException($"The stream ended before {kind} came.");
            if (item.GetProperty("kind").GetString() == kind)
            {
                return item;
            }
        }
    }

    /// <summary>The sequences of the next events.</summary>
    public async Task<List<long>> SequencesAsync(int count)
    {
        var sequences = new List<long>();
        while (sequences.Count < count)
        {
            sequences.AddRange((await NextAsync("events")).GetProperty("events").EnumerateArray().Select(one => one.GetProperty("sequence").GetInt64()));
        }

        return sequences;
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        _reader?.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
