using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Serialization;
using Gateway.Web.Streams.Events;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Streams.Events;

public sealed class StreamRequestValidatorTests
{
    private readonly StreamRequestValidator _validator = new(Options.Create(new DistributionOptions()));

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"resumeAfter\":0,\"epoch\":\"e\",\"snapshot\":\"always\",\"bufferEvents\":1,\"maxBatch\":1,\"flushIntervalMs\":0}")]
    [InlineData("{\"filter\":{}}")]
    [InlineData("{\"mode\":\"conflate\",\"onSlow\":\"conflate\",\"flushIntervalMs\":60000}")]
    [InlineData("{\"filter\":{\"minimumQuality\":64,\"deadband\":0,\"deadbandPercent\":2.5}}")]
    [InlineData("{\"filter\":{\"families\":[\"OnDataChange\",2],\"items\":[{\"itemHandle\":1}],\"references\":[\"*\"]}}")]
    public void A_request_within_the_bounds_is_taken(string json) => _validator.Check(Request(json));

    [Theory]
    [InlineData("{\"resumeAfter\":-1}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"epoch\":\"\"}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"bufferEvents\":0}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"maxBatch\":-1}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"flushIntervalMs\":-1}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"flushIntervalMs\":2147483647}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"filter\":{\"families\":[99]}}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"filter\":{\"items\":[null]}}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"filter\":{\"references\":[null]}}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"filter\":{\"references\":[\"\"]}}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"filter\":{\"deadband\":-1}}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"filter\":{\"deadbandPercent\":-0.1}}", GatewayErrorCode.InvalidArgument)]
    [InlineData("{\"filter\":{\"minimumQuality\":1}}", GatewayErrorCode.InvalidArgument)]
    public void A_request_beyond_them_is_refused_with_its_code(string json, GatewayErrorCode expected) =>
        Assert.Equal(expected, Assert.Throws<GatewayException>(() => _validator.Check(Request(json))).Code);

    private static StreamRequest Request(string json) => JsonSerializer.Deserialize<StreamRequest>(json, GatewayJson.Options)!;
}
