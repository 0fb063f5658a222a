using System.Reflection;
using System.Text.Json.Nodes;
using Gateway.Web.Access.Callers;
using Gateway.Web.Front.Api;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Gateway.Web.Tests.Front.Api;

/// <summary>The description of the HTTP interface, checked by the rules of the OpenAPI library and by some of our own.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private GatewayHost _host = null!;
    private OpenApiDocument _document = null!;
    private IList<OpenApiError> _faults = [];

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        var token = (await _host.MintAsync("ada", Scopes.ReadSessions)).Token.Token;
        var text = (await _host.GetAsync<JsonObject>(token, "/openapi/v1.json")).ToJsonString();
        var settings = new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() };
        var read = OpenApiDocument.Parse(text, "json", settings);
        (_document, _faults) = (read.Document!, read.Diagnostic!.Errors);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public void The_document_obeys_the_rules_of_the_specification() => Assert.Empty(_faults.Select(fault => fault.ToString()));

    [Fact]
    public void Every_operation_has_a_name_of_its_own_a_summary_and_a_tag()
    {
        var operations = Operations().ToArray();
        Assert.All(operations, operation => Assert.False(
            string.IsNullOrEmpty(operation.Operation.Summary) || string.IsNullOrEmpty(operation.Operation.OperationId) || operation.Operation.Tags is not { Count: > 0 },
            $"{operation.Name} has no summary, name or tag."));
        Assert.Equal(operations.Length, operations.Select(operation => operation.Operation.OperationId).Distinct().Count());
    }

    [Fact]
    public void Every_operation_says_that_it_needs_a_token_unless_it_is_open()
    {
        Assert.Equal(("bearer", SecuritySchemeType.Http), (_document.Components!.SecuritySchemes!.Single().Key, _document.Components.SecuritySchemes!.Single().Value.Type));
        var open = Operations().Where(operation => operation.Operation.Security is not { Count: > 0 }).Select(operation => operation.Name);
        Assert.Equal(["get /.well-known/jwks.json", "get /api/login", "get /metrics", "post /api/login"], open.Order(StringComparer.Ordinal));
        Assert.All(
            Operations().Where(operation => operation.Operation.Security is { Count: > 0 }),
            operation => Assert.True(operation.Operation.Responses!.ContainsKey("401") || operation.Name == "get /api/configuration", operation.Name));
    }

    /// <summary>For a handler that returns another value, the gateway prepares the JSON form of the value when it starts.</summary>
    [Fact]
    public void Every_handler_returns_a_result()
    {
        var handlers = _host.Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith(ApiErrors.Prefix, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(handlers);
        Assert.All(handlers, handler =>
        {
            var returned = handler.Metadata.GetRequiredMetadata<MethodInfo>().ReturnType;
            Assert.True(returned == typeof(Task) || returned.GetGenericArguments().Prepend(returned).Any(typeof(IResult).IsAssignableFrom), $"{handler.DisplayName} returns {returned}.");
        });
    }

    private IEnumerable<(string Name, OpenApiOperation Operation)> Operations() => _document.Paths.SelectMany(path =>
        path.Value.Operations!.Select(operation => ($"{operation.Key.ToString().ToLowerInvariant()} {path.Key}", operation.Value)));
}
