using AotSmoke;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, SmokeJson.Default));
builder.Services.AddProblemDetails();
builder.AddLimits();
builder.AddDocuments();
builder.AddFeeds();
builder.AddStreams();

var app = builder.Build();
app.UseExceptionHandler();
app.UseLimits();
app.MapDocuments();
app.MapFeeds();
app.MapStreams();
app.MapConformance();
app.Run();
