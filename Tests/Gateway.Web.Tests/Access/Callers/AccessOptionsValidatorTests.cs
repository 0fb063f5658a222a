using Gateway.Web.Access.Callers;

namespace Gateway.Web.Tests.Access.Callers;

public sealed class AccessOptionsValidatorTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(new AccessOptionsValidator().Validate(null, new AccessOptions()).Succeeded);

    [Fact]
    public void All_faults_are_listed()
    {
        var result = new AccessOptionsValidator().Validate(null, new AccessOptions
        {
            Issuer = "",
            Audience = "a b",
            ClockSkewSeconds = -1,
            StartupTokenLifetime = TimeSpan.Zero,
            MaxTokenLifetime = TimeSpan.Zero,
        });

        Assert.Equal(
            ["Issuer", "Audience", "ClockSkewSeconds", "MaxTokenLifetime", "StartupTokenLifetime"],
            result.Failures!.Select(fault => fault.Split(' ')[0].Split(':')[^1]));
    }
}
