using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Logging;

/// <summary>The framework's logger factory with loggers that apply the rules of <see cref="GuardedLogger"/>.</summary>
internal sealed class GuardedLoggerFactory(IEnumerable<ILoggerProvider> providers, IOptionsMonitor<LoggerFilterOptions> filter, IOptions<LoggerFactoryOptions> options)
    : ILoggerFactory
{
    private readonly LoggerFactory _inner = new(providers, filter, options);

    public ILogger CreateLogger(string categoryName) => new GuardedLogger(_inner.CreateLogger(categoryName), categoryName);

    public void AddProvider(ILoggerProvider provider) => _inner.AddProvider(provider);

    public void Dispose() => _inner.Dispose();
}
