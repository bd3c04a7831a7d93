"""One module per table. The only code that knows DynamoDB keys."""
