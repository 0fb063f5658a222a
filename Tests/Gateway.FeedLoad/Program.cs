using Gateway.FeedLoad;
using Gateway.Web.Hosting;
using Gateway.Web.Platform.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

// The same as in Gateway.Web, and in addition the producers.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.AddGatewayLogging(builder.Configuration);
builder.Services.AddGateway(builder.Configuration);
builder.Services.AddHostedService<FeedProducers>();

var app = builder.Build();
app.MapGateway();
return await app.RunGuardedAsync(Console.Error);
