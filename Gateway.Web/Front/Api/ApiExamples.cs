using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Gateway.Web.Front.Api;

/// <summary>Puts examples into the OpenAPI document.</summary>
internal static class ApiExamples
{
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="answer">JSON of a successful answer.</param>
    /// <param name="body">JSON of a body; null when the endpoint takes none.</param>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder endpoint, string answer, string? body = null) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        Set(operation.Responses?["200"].Content, answer);
        if (body is not null)
        {
            Set(operation.RequestBody?.Content, body);
        }

        return Task.CompletedTask;
    });

    private static void Set(IDictionary<string, OpenApiMediaType>? content, string json)
    {
        foreach (var medium in content?.Values ?? [])
        {
            medium.Example = JsonNode.Parse(json);
        }
    }
}
